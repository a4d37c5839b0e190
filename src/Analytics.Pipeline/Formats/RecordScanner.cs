namespace Analytics.Pipeline.Formats;

/// <summary>How one record ended.</summary>
internal enum RecordEnd
{
    /// <summary>A whole record.</summary>
    Complete,

    /// <summary>The data ends inside the record; more may follow.</summary>
    Open,

    /// <summary>The quotes do not match: the record is taken to be its first physical line.</summary>
    BrokenQuotes,
}

/// <summary>
/// Finds where records end in delimited text with quotes (RFC 4180): a quote counts only at the start of a field, is
/// doubled inside, and the closing one is followed by a delimiter or the end of the line. A record that breaks this
/// is ended at its first line break, so that one stray quote costs one line and not the rest of the file.
/// </summary>
internal static class RecordScanner
{
    /// <summary>
    /// The length of the record at the start of <paramref name="data"/>, its line break included.
    /// </summary>
    /// <param name="isLast">No data follows: an open quote cannot be closed any more.</param>
    public static RecordEnd Next(ReadOnlySpan<byte> data, byte delimiter, byte quote, bool isLast, out int length)
    {
        var position = 0;
        while (position < data.Length)
        {
            if (data[position] == quote)
            {
                var close = ClosingQuote(data, position + 1, quote);
                if (close < 0) return isLast ? Broken(data, out length) : Open(out length);

                position = close + 1;
                if (position < data.Length && data[position] == '\r')
                {
                    // A carriage return is part of the line break, or it should not be there.
                    position++;
                    if (position < data.Length && data[position] != '\n') return Broken(data, out length);
                }

                if (position == data.Length)
                {
                    if (!isLast) return Open(out length);
                    break;
                }

                if (data[position] == delimiter)
                {
                    position++;
                    continue;
                }

                if (data[position] != '\n') return Broken(data, out length);
            }

            var stop = data[position..].IndexOfAny(delimiter, (byte)'\n');
            if (stop < 0)
            {
                if (!isLast) return Open(out length);
                break;
            }

            position += stop + 1;
            if (data[position - 1] != '\n') continue;
            length = position;
            return RecordEnd.Complete;
        }

        length = data.Length;
        return isLast ? RecordEnd.Complete : RecordEnd.Open;
    }

    /// <summary>Position of the quote that closes a field, or -1.</summary>
    public static int ClosingQuote(ReadOnlySpan<byte> data, int position, byte quote)
    {
        while (true)
        {
            var next = data[position..].IndexOf(quote);
            if (next < 0) return -1;
            position += next;
            if (position + 1 >= data.Length || data[position + 1] != quote) return position;
            position += 2;
            if (position > data.Length) return -1;
        }
    }

    private static RecordEnd Broken(ReadOnlySpan<byte> data, out int length)
    {
        var end = data.IndexOf((byte)'\n');
        length = end < 0 ? data.Length : end + 1;
        return RecordEnd.BrokenQuotes;
    }

    private static RecordEnd Open(out int length)
    {
        length = 0;
        return RecordEnd.Open;
    }
}
