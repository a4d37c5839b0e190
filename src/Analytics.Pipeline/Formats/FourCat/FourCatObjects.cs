using System.Text;
using Analytics.Pipeline.Formats.Records;
using Analytics.Pipeline.Formats.X;

namespace Analytics.Pipeline.Formats.FourCat;

/// <summary>
/// A platform's own objects, as 4CAT keeps them: what it collected, one object a line, and where it came from in the
/// member <c>__import_meta</c>. Each becomes the record that 4CAT's table would have for it, so that both give the same
/// facts. Lines of the add-on that collects, which hold the object in a member <c>data</c>, are read, too.
/// </summary>
internal sealed class FourCatObjects : JsonRecords
{
    private static readonly byte[] Yes = Pinned("yes");
    private static readonly byte[] No = Pinned("no");

    private readonly IReadOnlyList<FourCatMember> _members;
    private readonly IReadOnlyList<int> _flags;
    private readonly JsonShape?[] _items;
    private readonly JsonShape _shape;
    private readonly TableRecords _records;

    public FourCatObjects(FourCatPlatform platform, TableRecords records)
    {
        _records = records;
        _members = platform.Members;
        _flags = platform.Flags;
        var wanted = _members.Select(member => member.Path).ToList();
        _shape = new JsonShape([.. wanted, .. platform.Known.Except(wanted).Select(path => $"~{path}")]);
        _items =
        [
            .. _members.Select(
                member => member.Item is { } item ? new JsonShape(item) { Drifts = _ => false } : null),
        ];
    }

    public override JsonShape Shape(int section) => _shape;

    public override void Read(int section, ReadOnlySpan<byte> text, long line, long sizeBytes, FactRows rows) =>
        base.Read(section, Unwrapped(text), line, sizeBytes, rows);

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        var batch = rows.Table(_records.Shape.SlotCount);
        batch.Clear();
        foreach (var column in batch.Columns) column[0] = Utf8Field.Missing;
        for (var i = 0; i < _members.Count; i++)
        {
            var member = _members[i];
            var field = batch.Columns[member.Slot];
            if (!record.Has(i) || !field[0].Bytes.IsEmpty) continue;
            var value = _items[i] is { } shape
                ? List(record[i], shape, member.Form, batch, rows)
                : Value(record, i, member.Form, batch);
            field[0] = Utf8Field.Of(value);
        }

        // What an object leaves out is not so; the table says that in words.
        foreach (var slot in _flags)
        {
            if (batch.Columns[slot][0].IsMissing) batch.Columns[slot][0] = Utf8Field.Of(No);
        }

        for (var slot = 0; slot < _records.Shape.SlotCount; slot++)
        {
            if (!_records.Shape.IsRequired(slot) || !batch.Columns[slot][0].Bytes.IsEmpty) continue;
            rows.Reject("missing", _records.Shape.Name(slot));
            return;
        }

        _records.Read(new TableFields(batch, 0), rows);
    }

    /// <summary>The collected object; the line itself where the add-on did not write it.</summary>
    internal static ReadOnlySpan<byte> Unwrapped(ReadOnlySpan<byte> line)
    {
        if (line[..Math.Min(line.Length, FourCatPlatform.LongestWrapping)].IndexOf("\"source_platform\""u8) < 0)
            return line;
        var isWrapped = false;
        ReadOnlySpan<byte> data = default;
        var members = new JsonMembers(line.TrimStart(" \t\r\uFEFF"u8));
        while (members.MoveNext())
        {
            isWrapped |= members.Name.SequenceEqual("source_platform"u8);
            if (members.Name.SequenceEqual("data"u8)) data = members.Value;
        }

        return isWrapped && data is [(byte)'{', ..] ? data : line;
    }

    private static ReadOnlySpan<byte> Value(JsonFields record, int slot, FourCatForm form, RawBatch batch)
    {
        var value = record[slot];
        switch (form)
        {
            case FourCatForm.Flag:
                return value.SequenceEqual("false"u8) || value.SequenceEqual("0"u8) || value.IsEmpty ? No : Yes;
            case FourCatForm.Advertisement:
                return value.SequenceEqual("ad"u8) ? Yes : No;
            case FourCatForm.Time:
                return TwitterTime.ToIso(value, batch.Scratch(TwitterTime.Length));
            case FourCatForm.Number when !value.IsEmpty:
                var number = batch.Scratch(value.Length + 1);
                number[0] = (byte)'#';
                value.CopyTo(number[1..]);
                return number;
            default:
                // An object where a text is wanted is of another layout, in which a member of it is the text.
                return value is [(byte)'{' or (byte)'[', ..] && !record.IsText(slot) ? default : value;
        }
    }

    private static ReadOnlySpan<byte> List(
        ReadOnlySpan<byte> array, JsonShape shape, FourCatForm form, RawBatch batch, FactRows rows)
    {
        // Each element takes more as JSON than what is taken from it.
        var list = batch.Scratch(array.Length);
        var length = 0;
        var fields = rows.Fields(shape);
        foreach (var item in new JsonItems(array))
        {
            if (!fields.TryRead(item, rows.Drift, out _) || fields[0].IsEmpty) continue;
            if (length > 0) list[length++] = (byte)',';
            if (form == FourCatForm.Number) list[length++] = (byte)'#';
            fields[0].CopyTo(list[length..]);
            length += fields[0].Length;
        }

        return list[..length];
    }

    private static byte[] Pinned(string text)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(text.Length, pinned: true);
        Encoding.UTF8.GetBytes(text, pinned);
        return pinned;
    }
}
