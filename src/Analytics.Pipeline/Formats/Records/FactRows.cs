using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Ingest;

namespace Analytics.Pipeline.Formats.Records;

/// <summary>
/// Takes the rows that the records of an export become, one batch of canonical columns per fact table. Full batches go
/// to their cleaner at once, so a record may become any number of rows. Texts are copied: a format need not care how
/// long its own memory lives. One per worker, used again for each piece of a file; not thread-safe.
/// </summary>
/// <param name="full">Takes a batch; may not keep it.</param>
public sealed class FactRows(Action<FactKind, RawBatch> full)
{
    private readonly RawBatch?[] _batches = new RawBatch?[FactSchema.All.Count];
    private readonly Dictionary<JsonShape, JsonFields> _fields = [];
    private readonly Dictionary<int, RawBatch> _tables = [];
    private long _line;
    private long _rowsBefore;
    private bool _rejected;

    /// <summary>Rows added since the last <see cref="Clear"/>.</summary>
    public long Count { get; private set; }

    public List<RejectedRecord> Rejects { get; } = [];

    public DriftCounts Drift { get; } = new();

    public RecordCounts Bytes { get; private set; }

    /// <summary>For building the hashtags of a post.</summary>
    internal TextList Tags { get; } = new();

    /// <summary>For building the links of a post.</summary>
    internal TextList Links { get; } = new();

    /// <summary>A record begins; what is added belongs to it until <see cref="End"/>.</summary>
    /// <param name="line">Line of the file from 1.</param>
    public void Begin(long line)
    {
        _line = line;
        _rowsBefore = Count;
        _rejected = false;
    }

    /// <summary>The record ended. One that became no rows and was not refused was ignored.</summary>
    /// <param name="sizeBytes">Its length in the file.</param>
    public void End(long sizeBytes)
    {
        if (_rejected) Bytes += new RecordCounts(0, sizeBytes, 0);
        else if (Count > _rowsBefore) Bytes += new RecordCounts(sizeBytes, 0, 0);
        else Bytes += new RecordCounts(0, 0, sizeBytes);
    }

    /// <summary>The record is not what the format promises. Rows that it gave already stay.</summary>
    /// <param name="field">Path of the key at fault, or null.</param>
    /// <param name="sample">Masked by <see cref="RejectedRecord.Mask"/>.</param>
    public void Reject(string reason, string? field = null, string? sample = null)
    {
        if (_rejected) return;
        _rejected = true;
        Rejects.Add(new RejectedRecord(_line, field, reason, sample));
    }

    /// <summary>No fact table has a place for the record.</summary>
    public void Ignore(string what) => Drift.Ignored(what);

    /// <summary>follower → followee. Nobody follows himself.</summary>
    /// <param name="at">When; empty where the export does not say.</param>
    public void Follow(ReadOnlySpan<byte> follower, ReadOnlySpan<byte> followee, ReadOnlySpan<byte> at)
    {
        if (follower.SequenceEqual(followee))
        {
            Ignore("follow of oneself");
            return;
        }

        var row = Add(FactKind.Follows);
        row.Set(FollowColumn.Follower, follower);
        row.Set(FollowColumn.Followee, followee);
        row.Set(FollowColumn.At, at);
    }

    /// <summary>follower → followee, an entry of a list that is told whole (<see cref="FollowList"/>).</summary>
    /// <param name="at">When the follow began; empty where the export does not say.</param>
    /// <param name="observedAt">As for the list.</param>
    public void Listed(
        ReadOnlySpan<byte> follower, ReadOnlySpan<byte> followee, ReadOnlySpan<byte> at, ReadOnlySpan<byte> observedAt)
    {
        if (follower.SequenceEqual(followee))
        {
            Ignore("follow of oneself");
            return;
        }

        var row = Add(FactKind.Follows);
        row.Set(FollowColumn.Follower, follower);
        row.Set(FollowColumn.Followee, followee);
        row.Set(FollowColumn.At, at.IsEmpty ? observedAt : at);
        row.Set(FollowColumn.LastSeen, observedAt);
    }

    /// <summary>actor → target. What people do to themselves (threads, own reposts) is no attention.</summary>
    /// <param name="post">The post acted on; empty where not delivered.</param>
    public void Interaction(
        ReadOnlySpan<byte> actor,
        ReadOnlySpan<byte> target,
        InteractionKind kind,
        ReadOnlySpan<byte> at,
        ReadOnlySpan<byte> post)
    {
        if (actor.SequenceEqual(target))
        {
            Ignore("interaction with oneself");
            return;
        }

        var row = Add(FactKind.Interactions);
        row.Set(InteractionColumn.Actor, actor);
        row.Set(InteractionColumn.Target, target);
        row.Set(InteractionColumn.Kind, Words.Of(kind));
        row.Set(InteractionColumn.At, at);
        row.Set(InteractionColumn.Post, post);
    }

    /// <summary>actor → whoever wrote the post, which another record may tell.</summary>
    public void Unaddressed(
        ReadOnlySpan<byte> actor, ReadOnlySpan<byte> post, InteractionKind kind, ReadOnlySpan<byte> at)
    {
        var row = Add(FactKind.Unaddressed);
        row.Set(0, actor);
        row.Set(1, post);
        row.Set(2, Words.Of(kind));
        row.Set(3, at);
    }

    /// <summary>A post; its other columns are set on the row (<see cref="PostColumn"/>).</summary>
    public FactRow Post(ReadOnlySpan<byte> post, ReadOnlySpan<byte> author, ReadOnlySpan<byte> at)
    {
        var row = Add(FactKind.Posts);
        row.Set(PostColumn.Post, post);
        row.Set(PostColumn.Author, author);
        row.Set(PostColumn.At, at);
        return row;
    }

    /// <summary>A profile; its other columns are set on the row (<see cref="AccountColumn"/>).</summary>
    public FactRow Account(ReadOnlySpan<byte> account)
    {
        var row = Add(FactKind.Accounts);
        row.Set(AccountColumn.Account, account);
        return row;
    }

    /// <summary>Something ended; what is known of it may be empty.</summary>
    /// <param name="at">When; empty for the time of the export.</param>
    public void Retraction(
        RetractedKind what,
        ReadOnlySpan<byte> at,
        ReadOnlySpan<byte> actor = default,
        ReadOnlySpan<byte> target = default,
        ReadOnlySpan<byte> post = default,
        ReadOnlySpan<byte> record = default)
    {
        var row = Add(FactKind.Retractions);
        row.Set(0, Words.Of(what));
        row.Set(1, at);
        row.Set(2, actor);
        row.Set(3, target);
        row.Set(4, post);
        row.Set(5, record);
    }

    /// <summary>The platform's key of a follow or an interaction, so that a deletion by key finds it.</summary>
    public void RecordKey(
        ReadOnlySpan<byte> record,
        RetractedKind what,
        ReadOnlySpan<byte> at,
        ReadOnlySpan<byte> actor,
        ReadOnlySpan<byte> target,
        ReadOnlySpan<byte> post)
    {
        var row = Add(FactKind.Records);
        row.Set(0, record);
        row.Set(1, Words.Of(what));
        row.Set(2, at);
        row.Set(3, actor);
        row.Set(4, target);
        row.Set(5, post);
    }

    /// <summary>
    /// The export held the whole list of followers or followed accounts of <paramref name="owner"/>: who is on an
    /// earlier one and not on this is no follower any more.
    /// </summary>
    /// <param name="observedAt">Empty for the time of the export.</param>
    public void FollowList(
        ReadOnlySpan<byte> owner, ListDirection direction, long entries, ReadOnlySpan<byte> observedAt)
    {
        var row = Add(FactKind.Lists);
        row.Set(0, owner);
        row.Set(1, Words.Of(direction));
        row.Set(2, entries);
        row.Set(3, observedAt);
    }

    /// <summary>A new row of a table, with nothing in it.</summary>
    public FactRow Add(FactKind kind)
    {
        var batch = _batches[(int)kind] ??= new RawBatch(CanonicalColumns.Of(kind).Count);
        if (batch.Count == RawBatch.Capacity) Flush(kind, batch);
        var row = batch.Count++;
        batch.Lines[row] = _line;
        foreach (var column in batch.Columns) column[row] = Utf8Field.Missing;
        Count++;
        return new FactRow(batch, row);
    }

    /// <summary>Gives what is left to the cleaners, tables in order.</summary>
    public void Flush()
    {
        for (var kind = 0; kind < _batches.Length; kind++)
        {
            if (_batches[kind] is { Count: > 0 } batch) Flush((FactKind)kind, batch);
        }
    }

    /// <summary>Forgets counts, refused records and what was not flushed.</summary>
    public void Clear()
    {
        foreach (var batch in _batches) batch?.Clear();
        Rejects.Clear();
        Drift.Clear();
        Bytes = default;
        Count = 0;
    }

    /// <summary>Where a shape's members are put; the same on each call.</summary>
    internal JsonFields Fields(JsonShape shape)
    {
        if (!_fields.TryGetValue(shape, out var fields)) _fields.Add(shape, fields = new JsonFields(shape));
        return fields;
    }

    /// <summary>Where records of a table with this number of columns are put; the same on each call.</summary>
    internal RawBatch Table(int columns)
    {
        if (!_tables.TryGetValue(columns, out var table)) _tables.Add(columns, table = new RawBatch(columns));
        return table;
    }

    private void Flush(FactKind kind, RawBatch batch)
    {
        full(kind, batch);
        batch.Clear();
    }
}

/// <summary>One row under way.</summary>
public readonly struct FactRow(RawBatch batch, int row)
{
    /// <summary>Sets a column; nothing, where the value is empty.</summary>
    public void Set(int column, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        var copy = batch.Scratch(value.Length);
        value.CopyTo(copy);
        batch.Columns[column][row] = Utf8Field.Of(copy);
    }

    /// <summary>Sets a column to texts below one another; those that are empty take no line.</summary>
    public void SetLines(
        int column, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third = default)
    {
        var text = batch.Scratch(first.Length + second.Length + third.Length + 3);
        var length = 0;
        Append(first, text, ref length);
        Append(second, text, ref length);
        Append(third, text, ref length);
        if (length > 0) batch.Columns[column][row] = Utf8Field.Of(text[..(length - 1)]);
    }

    private static void Append(ReadOnlySpan<byte> line, Span<byte> text, ref int length)
    {
        if (line.IsEmpty) return;
        line.CopyTo(text[length..]);
        length += line.Length;
        text[length++] = (byte)'\n';
    }

    public void Set(int column, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        Set(column, digits[..length]);
    }
}
