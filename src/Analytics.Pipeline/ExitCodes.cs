namespace Analytics.Pipeline;

/// <summary>How the process tells its caller what happened.</summary>
public static class ExitCodes
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>The run failed, or was cancelled by other means than a signal.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the pipeline file is wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>A quality gate holds the run, as with too many rejected rows: nothing new is published.</summary>
    public const int QualityGate = 3;

    /// <summary>Another run holds the lake (EX_TEMPFAIL: try again later).</summary>
    public const int LakeBusy = 75;
}
