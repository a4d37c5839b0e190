namespace Analytics.Pipeline.Formats;

/// <summary>The first look at a file that should be text.</summary>
internal static class TextStart
{
    /// <summary>The start of the text, behind a byte order mark.</summary>
    /// <exception cref="ExportFileException">Empty, cut at once, UTF-16, or binary.</exception>
    public static ReadOnlySpan<byte> Check(BlockReader blocks)
    {
        var start = blocks.Peek();
        if (start.IsEmpty) throw blocks.Fault ?? new ExportFileException("the file is empty");
        if (TextDetection.Utf16(start) is not null)
            throw new ExportFileException("found UTF-16, expected UTF-8; save the file again as UTF-8");
        if (start is [0xEF, 0xBB, 0xBF, ..])
        {
            blocks.Skip(3);
            start = blocks.Peek();
            if (start.IsEmpty)
                throw blocks.Fault ?? new ExportFileException("the file is empty but for its first mark");
        }

        var zero = start.IndexOf((byte)0);
        if (zero >= 0) throw new ExportFileException($"found binary data (a zero at byte {zero}), expected text");
        return start;
    }
}
