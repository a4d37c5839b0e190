using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Bluesky;

/// <summary>
/// Events of Bluesky as Jetstream sends them, one a line: in the form of version 1 (<c>kind</c>, <c>commit</c>), and in
/// that of version 2, which is flat and comes with its frame (<c>payload</c>) or without. Lines of a file may differ.
/// Delivered at least once, so equal events come again; they become equal rows. Source: github.com/bluesky-social/
/// jetstream, internal/subscribe/encoder.go, and the lexicon <c>network.bsky.jetstream.subscribeEvents</c>.
/// </summary>
internal sealed class JetstreamRecords : JsonRecords
{
    // Slots of an event, from where its form begins; version 1 and the flat form share all but the time.
    private const int Did = 0;
    private const int Time = 1;
    private const int Kind = 2;
    private const int Active = 3;
    private const int AccountTime = 4;
    private const int Status = 5;
    private const int Identity = 6;
    private const int Sync = 7;
    private const int Type = 8;
    private const int EventSlots = 9;

    // Slots of a commit, from where its form begins.
    private const int Operation = 0;
    private const int Collection = 1;
    private const int Key = 2;
    private const int Record = 3;

    private const int Framed = EventSlots;
    private const int FlatTime = 2 * EventSlots;
    private const int Error = FlatTime + 1;
    private const int NestedCommit = Error + 1;

    private static readonly int CommitSlots = Record + BlueskyRecords.Members("").Length;
    private static readonly int FlatCommit = NestedCommit + CommitSlots;
    private static readonly int FramedCommit = FlatCommit + CommitSlots;

    private static readonly JsonShape Any = new(
    [
        .. EventPaths("", "time_us"), .. EventPaths("payload.", "time"), "time", "error", .. CommitPaths("commit."),
        .. CommitPaths(""), .. CommitPaths("payload."),
        .. new[] { "commit.rev", "commit.cid", "seq", "rev", "cid", "cursor", "message", "name" }.Select(Known),
        .. new[] { "payload.seq", "payload.rev", "payload.cid", "payload.message", "payload.name" }.Select(Known),
        .. new[] { "account.did", "account.seq", "payload.account.did", "payload.account.seq" }.Select(Known),
    ])
    {
        Drifts = record => record[CommitOf(record) + Collection] is var collection
            && (collection.IsEmpty || BlueskyRecords.IsRead(collection)),
    };

    public override JsonShape Shape(int section) => Any;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        var first = record.Has(Framed + Did) || record.Has(Framed + Type) ? Framed : 0;
        if (record.Has(Error)) rows.Ignore("errors of the server");
        else if (record[first + Type].EndsWith("#info"u8)) rows.Ignore("notes of the server");
        else if (record[first + Did].IsEmpty) rows.Reject("missing", "did");
        else
        {
            var at = first == 0 && record.Has(FlatTime) ? record[FlatTime] : record[first + Time];
            var commit = CommitOf(record);
            if (record.Has(first + Active)) Account(record, first, at, rows);
            else if (record.Has(commit + Collection)) Commit(record, record[first + Did], commit, at, rows);
            else if (record.Has(first + Identity) || record[first + Kind].SequenceEqual("identity"u8))
                rows.Ignore("events of identity");
            else if (record.Has(first + Sync)) rows.Ignore("events of sync");
            else rows.Reject("neither commit nor account nor identity", "kind");
        }
    }

    private static string[] EventPaths(string path, string time) =>
    [
        $"{path}did", path + time, $"{path}kind", $"{path}account.active", $"{path}account.time",
        $"{path}account.status", $"{path}identity", $"{path}sync", $"{path}$type",
    ];

    private static string[] CommitPaths(string path) =>
    [
        $"{path}operation", $"{path}collection", $"{path}rkey", .. BlueskyRecords.Members($"{path}record."),
    ];

    private static string Known(string path) => $"~{path}";

    private static int CommitOf(JsonFields record) =>
        record.Has(NestedCommit + Collection) ? NestedCommit
        : record.Has(FlatCommit + Collection) ? FlatCommit
        : FramedCommit;

    private static void Commit(
        JsonFields record, ReadOnlySpan<byte> did, int commit, ReadOnlySpan<byte> at, FactRows rows)
    {
        var operation = record[commit + Operation];
        var (collection, key) = (commit + Collection, commit + Key);
        if (operation.SequenceEqual("delete"u8))
            BlueskyRecords.Delete(did, record[collection], record[key], at, rows);
        else if (operation.SequenceEqual("create"u8))
            BlueskyRecords.Read(did, record[collection], record[key], record, commit + Record, at, rows);
        else if (operation.SequenceEqual("update"u8))
            rows.Ignore($"changes of {BlueskyRecords.Name(record[collection])}");
        else rows.Reject("not create, update or delete", "operation");
    }

    /// <summary>An account ended or is back. What only ails the server of an account does not end it.</summary>
    private static void Account(JsonFields record, int first, ReadOnlySpan<byte> at, FactRows rows)
    {
        var isActive = record.IsTrue(first + Active);
        var status = record[first + Status];
        if (!isActive && (status.SequenceEqual("desynchronized"u8) || status.SequenceEqual("throttled"u8)))
        {
            rows.Ignore("accounts whose server is behind");
            return;
        }

        var what = isActive ? RetractedKind.Return : RetractedKind.Account;
        rows.Retraction(what, record.Has(first + AccountTime) ? record[first + AccountTime] : at, actor: record[first]);
    }
}
