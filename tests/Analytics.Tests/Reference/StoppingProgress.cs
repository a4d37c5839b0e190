namespace Analytics.Tests.Reference;

/// <summary>Cancels as soon as some progress is reported, so that the work must stop on its way.</summary>
public sealed class StoppingProgress(CancellationTokenSource cancel) : IProgress<double>
{
    public void Report(double value)
    {
        if (value > 0)
            cancel.Cancel();
    }
}
