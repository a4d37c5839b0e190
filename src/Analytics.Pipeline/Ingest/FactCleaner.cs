using System.Text;
using System.Text.Unicode;
using Analytics.DuckDb;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Privacy;

namespace Analytics.Pipeline.Ingest;

/// <summary>What cleaning a source needs to know about it.</summary>
/// <param name="SourceCode">Position of the source in the pipeline, the code of its name in the chunks.</param>
/// <param name="Sources">Enumeration of all source names.</param>
/// <param name="ObservedAtMicros">When the export was taken, if the pipeline says so.</param>
/// <param name="DeliveredAtMicros">When the file was last written: stands in where nothing else gives a time.</param>
internal sealed record CleaningContext(
    SourceDefinition Source,
    int SourceCode,
    DuckDbLogicalType Sources,
    PseudonymFunction Accounts,
    PseudonymFunction Posts,
    long? ObservedAtMicros,
    long DeliveredAtMicros)
{
    /// <summary>Whether posts keep their text.</summary>
    public bool KeepsText { get; init; }
}

/// <summary>
/// Turns raw records into fact rows: checks them, brings times to UTC, replaces ids by pseudonyms, and says of each
/// record it refuses why. One per worker and file; columns in, columns out, no object per row.
/// </summary>
internal abstract class FactCleaner
{
    private readonly DuckDbLogicalType[] _types;
    private readonly string[] _names;
    private bool _refused;

    protected FactCleaner(CleaningContext context, FactKind kind)
    {
        Context = context;
        Schema = FactSchema.Of(kind);
        _types = [.. Schema.Travelling(context.Sources).Select(column => column.Type)];
        _names = [.. CanonicalColumns.Of(kind).Select(column => column.Name)];
    }

    public FactSchema Schema { get; }

    protected CleaningContext Context { get; }

    protected RecordColumns Records { get; private set; } = null!;

    protected List<RejectedRecord> Rejects { get; private set; } = null!;

    /// <summary>The row of <see cref="Records"/> that is being cleaned.</summary>
    protected int Row { get; private set; }

    public static FactCleaner Of(CleaningContext context, FactKind kind) => kind switch
    {
        FactKind.Follows => new FollowsCleaner(context),
        FactKind.Interactions => new InteractionsCleaner(context),
        FactKind.Posts => new PostsCleaner(context),
        FactKind.Accounts => new AccountsCleaner(context),
        FactKind.Retractions => new RetractionsCleaner(context),
        FactKind.Records => new RecordsCleaner(context),
        FactKind.Unaddressed => new UnaddressedCleaner(context),
        FactKind.Lists => new ListsCleaner(context),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of source"),
    };

    /// <summary>
    /// A new chunk with the accepted rows; <paramref name="keys"/> takes their fingerprints, unless the whole row is
    /// the key.
    /// </summary>
    public DataChunk Clean(RecordColumns records, Span<UInt128> keys, List<RejectedRecord> rejects)
    {
        Records = records;
        Rejects = rejects;
        var chunk = DataChunk.Create(_types);
        var accepted = 0;
        Begin(chunk);
        for (Row = 0; Row < records.Count; Row++)
        {
            _refused = false;
            CleanRow(accepted);
            if (_refused) ForgetNulls(chunk, accepted);
            else if (Schema.IsKeyWholeRow) accepted++;
            else keys[accepted++] = Key;
        }

        Finish(chunk, accepted);
        FillSource(chunk[_types.Length - 1], accepted);
        chunk.Count = accepted;
        return chunk;
    }

    /// <summary>Looks up the vectors of the chunk to fill.</summary>
    protected abstract void Begin(DataChunk chunk);

    /// <summary>The fingerprint of the row being cleaned, set by <see cref="CleanRow"/>.</summary>
    protected UInt128 Key { private get; set; }

    /// <summary>
    /// Writes the record as row <paramref name="output"/> and sets its key, or calls <see cref="Refuse"/>.
    /// </summary>
    protected abstract void CleanRow(int output);

    /// <summary>Writes what can only be written once all rows are known.</summary>
    protected virtual void Finish(DataChunk chunk, int accepted)
    {
    }

    /// <summary>Refuses the record. Only the first reason counts.</summary>
    protected void Refuse(int column, string reason, string? sample = null)
    {
        if (_refused) return;
        _refused = true;
        Rejects.Add(new RejectedRecord(Records.Lines[Row], _names[column], reason, sample));
    }

    protected bool IsRefused => _refused;

    /// <summary>
    /// Pseudonyms of a column for the whole batch, to be looked up by <see cref="Row"/>; 0 for missing ids.
    /// </summary>
    protected void Pseudonyms(int column, PseudonymFunction function, ulong[] pseudonyms)
    {
        var row = 0;
        for (; row + 4 <= Records.Count; row += 4)
        {
            function.OfFour(
                Records.Field(column, row), Records.Field(column, row + 1), Records.Field(column, row + 2),
                Records.Field(column, row + 3), pseudonyms.AsSpan(row, 4));
        }

        for (; row < Records.Count; row++) pseudonyms[row] = function.Of(Records.Field(column, row));
    }

    /// <summary>Checks a required id; its pseudonym is <paramref name="pseudonyms"/>' one of this row.</summary>
    protected ulong Id(int column, ulong[] pseudonyms)
    {
        var id = Records.Field(column, Row);
        if (id.IsEmpty) Refuse(column, "missing");
        else if (!Utf8.IsValid(id)) Refuse(column, "not valid UTF-8");
        else if (id[0] is (byte)'{' or (byte)'[') Refuse(column, "a list or an object, expected an id");
        return pseudonyms[Row];
    }

    /// <summary>Writes the pseudonym of an id that need not be there.</summary>
    protected void OptionalId(int column, ulong[] pseudonyms, Vector target, int output)
    {
        if (Records.Field(column, Row).IsEmpty) target.SetNull(output);
        else target.Values<ulong>()[output] = pseudonyms[Row];
    }

    /// <summary>A time; <paramref name="otherwise"/> where none was delivered, a refusal if that is null.</summary>
    protected long Time(int column, long? otherwise)
    {
        var text = Records.Field(column, Row);
        if (text.IsEmpty)
        {
            if (otherwise is { } time) return time;
            Refuse(column, "missing");
            return TimeText.EarliestMicros;
        }

        if (TimeText.TryParse(text, out var micros)) return micros;
        Refuse(column, "not a time between 1990 and 2099", RejectedRecord.Mask(text));
        return TimeText.EarliestMicros;
    }

    protected void OptionalTime(int column, Vector target, int output)
    {
        if (Records.Field(column, Row).IsEmpty) target.SetNull(output);
        else target.Values<long>()[output] = Time(column, null);
    }

    /// <summary>A count of 0 or more, or NULL where none was delivered.</summary>
    protected void OptionalCount(int column, Vector target, int output)
    {
        var text = Records.Field(column, Row);
        if (text.IsEmpty)
        {
            target.SetNull(output);
            return;
        }

        if (CountText.TryParse(text, Records.HasDecimalComma, out var count))
            target.Values<long>()[output] = count;
        else Refuse(column, "not a count", RejectedRecord.Mask(text));
    }

    protected void OptionalText(int column, Vector target, int output)
    {
        var text = Records.Field(column, Row);
        if (text.IsEmpty || PublicText.NamesSomebody(text)) target.SetNull(output);
        else if (!Utf8.IsValid(text)) Refuse(column, "not valid UTF-8");
        else target.SetBytes(output, text);
    }

    /// <summary>The next record takes the place of a refused one, whose NULLs must not stay.</summary>
    private static void ForgetNulls(DataChunk chunk, int row)
    {
        for (var column = 0; column < chunk.ColumnCount; column++) chunk[column].SetValid(row);
    }

    private void FillSource(Vector source, int rows)
    {
        // The engine stores codes of an enumeration in the smallest type that holds them.
        if (Context.Sources.Members.Count <= byte.MaxValue)
            source.Values<byte>()[..rows].Fill((byte)Context.SourceCode);
        else source.Values<ushort>()[..rows].Fill((ushort)Context.SourceCode);
    }
}
