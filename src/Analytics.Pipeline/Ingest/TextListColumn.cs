using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Analytics.DuckDb;

namespace Analytics.Pipeline.Ingest;

/// <summary>
/// Collects the lists of a VARCHAR[] column and writes them when the chunk is complete, because the engine wants to
/// know the number of elements first. Used again for each chunk.
/// </summary>
internal sealed class TextListColumn
{
    private readonly List<byte> _text = [];
    private readonly List<int> _ends = [];
    private readonly ListEntry[] _rows = new ListEntry[DataChunk.Capacity];
    private readonly bool[] _isNull = new bool[DataChunk.Capacity];

    public void Clear()
    {
        _text.Clear();
        _ends.Clear();
    }

    public void StartRow(int output)
    {
        // A refused record may have left elements; they belong to nobody.
        _rows[output] = new ListEntry((ulong)_ends.Count, 0);
        _isNull[output] = false;
    }

    /// <summary>Nothing was delivered, which is not the same as an empty list.</summary>
    public void SetNull(int output) => _isNull[output] = true;

    /// <summary>Adds an element to the row, unless it is there already.</summary>
    public void Add(int output, ReadOnlySpan<byte> element)
    {
        if (element.IsEmpty || !Utf8.IsValid(element)) return;
        var first = (int)_rows[output].Offset;
        for (var i = first; i < _ends.Count; i++)
        {
            if (Element(i).SequenceEqual(element)) return;
        }

        _text.AddRange(element);
        _ends.Add(_text.Count);
        _rows[output] = new ListEntry((ulong)first, (ulong)(_ends.Count - first));
    }

    /// <summary>
    /// Adds what a field holds: a JSON array of texts, or texts between `|`, `;`, `,` or blanks.
    /// </summary>
    /// <param name="normalise">Makes the element comparable, such as the domain of a link.</param>
    public void AddField(int output, ReadOnlySpan<byte> field, Func<string, string> normalise)
    {
        if (field[0] == '[')
        {
            if (TryReadJson(field) is { } texts)
            {
                foreach (var text in texts) AddText(output, text, normalise);
                return;
            }

            // Not JSON after all: the engine writes lists as [a, 'b c'].
            field = field.Trim("[] "u8);
        }

        var list = Encoding.UTF8.GetString(field);
        char[] separators = list.AsSpan().ContainsAny("|;,") ? ['|', ';', ','] : [' '];
        const StringSplitOptions tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var part in list.Split(separators, tidy)) AddText(output, part.Trim('\'', '"'), normalise);
    }

    public void AddText(int output, string text, Func<string, string> normalise) =>
        Add(output, Encoding.UTF8.GetBytes(normalise(text)));

    private static List<string>? TryReadJson(ReadOnlySpan<byte> field)
    {
        try
        {
            var texts = new List<string>();
            var reader = new Utf8JsonReader(field);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String) texts.Add(reader.GetString()!);
            }

            return texts;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public void Write(Vector column, int rows)
    {
        column.SetListSize(_ends.Count);
        var child = column.ListChild;
        for (var i = 0; i < _ends.Count; i++) child.SetBytes(i, Element(i));
        var entries = column.ListEntries;
        for (var row = 0; row < rows; row++)
        {
            entries[row] = _rows[row];
            if (_isNull[row]) column.SetNull(row);
        }
    }

    private ReadOnlySpan<byte> Element(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_text)[start.._ends[index]];
    }
}
