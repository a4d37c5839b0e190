namespace Analytics.Pipeline.Formats;

/// <summary>One export file cannot be read (further). The run goes on with the others and names this one.</summary>
public sealed class ExportFileException : Exception
{
    private readonly string? _reason;

    public ExportFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>
    /// What the lake may keep of <see cref="Exception.Message"/>: texts of the engine and the system can hold values
    /// and folders, so only the log has them.
    /// </summary>
    public string Reason
    {
        get => _reason
            ?? (InnerException is null or InvalidDataException ? Message : "could not be read; the run's log says why");
        init => _reason = value;
    }

    /// <summary>Line at which it was found, or null where lines have no meaning.</summary>
    public long? Line { get; init; }
}
