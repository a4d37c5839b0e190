using System.Text;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.FourCat;

/// <summary>
/// Numbers of accounts by their handle, from the authors of a table: 4CAT tells the number of whoever wrote a post, and
/// of those whom it names only the handle. No more than <see cref="Most"/> are kept, whatever the table holds.
/// Immutable once read.
/// </summary>
internal sealed class FourCatHandles
{
    public const int Most = 1_000_000;

    private const int LongestHandle = 256;

    private readonly Dictionary<string, byte[]> _ids = [];

    /// <summary>Reads a table to its end, unless its first part shows that it has no numbers.</summary>
    /// <param name="open">Opens the table for these records.</param>
    public static FourCatHandles Of(Func<TableRecords, ExportReader> open)
    {
        var handles = new FourCatHandles();
        var rows = new FactRows((_, _) => { });
        using var table = open(new Authors(handles));
        while (handles._ids.Count < Most && table.Read(CancellationToken.None) is { } piece)
        {
            using (piece)
            {
                rows.Clear();
                ((RecordPiece)piece).ReadTo(rows);
            }

            if (handles._ids.Count == 0) break;
        }

        return handles;
    }

    /// <summary>Number of the account, or nothing.</summary>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> handle)
    {
        Span<char> key = stackalloc char[LongestHandle];
        return TryKey(handle, key, out var length)
            && _ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key[..length], out var id)
            ? id
            : default;
    }

    private void Add(ReadOnlySpan<byte> handle, ReadOnlySpan<byte> id)
    {
        Span<char> key = stackalloc char[LongestHandle];
        if (_ids.Count < Most && !id.IsEmpty && TryKey(handle, key, out var length))
            _ids.TryAdd(new string(key[..length]), id.ToArray());
    }

    private static bool TryKey(ReadOnlySpan<byte> handle, Span<char> key, out int length)
    {
        length = 0;
        if (handle.StartsWith("@"u8)) handle = handle[1..];
        if (handle.IsEmpty || handle.Length > key.Length || !Ascii.IsValid(handle)) return false;
        Ascii.ToLower(handle, key, out length);
        return true;
    }

    /// <summary>Takes authors and nothing else.</summary>
    private sealed class Authors(FourCatHandles handles) : TableRecords
    {
        public override ColumnShape Shape => FourCatColumns.Shape;

        public override void Read(TableFields record, FactRows rows)
        {
            if (FourCatRecords.GoesByNumber(record))
                handles.Add(record[FourCatColumns.Author], record[FourCatColumns.AuthorId]);
        }
    }
}
