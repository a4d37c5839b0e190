namespace Analytics.Pipeline.Formats;

/// <summary>One export file cannot be read (further). The run goes on with the others and names this one.</summary>
public sealed class ExportFileException : Exception
{
    public ExportFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Line at which it was found, or null where lines have no meaning.</summary>
    public long? Line { get; init; }
}
