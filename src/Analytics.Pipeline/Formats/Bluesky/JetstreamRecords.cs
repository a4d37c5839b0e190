using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Bluesky;

/// <summary>
/// Events of Bluesky as Jetstream sends them, one a line, in its first form (<c>kind</c>, <c>commit</c>) and its second
/// (flat). Delivered at least once, so equal events come again.
/// </summary>
internal sealed class JetstreamRecords : JsonRecords
{
    private const int First = 10;

    private static readonly JsonShape Nested = Of("commit.", "time_us");
    private static readonly JsonShape Flat = Of("", "time");

    public override JsonShape Shape(int section) => section == 0 ? Nested : Flat;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        var did = record[0];
        if (did.IsEmpty)
        {
            rows.Reject("missing", "did");
            return;
        }

        if (record.Has(6)) Account(record, rows);
        else if (record.Has(4)) Commit(record, rows);
        else if (record.Has(9) || record[2].SequenceEqual("identity"u8)) rows.Ignore("events of identity");
        else rows.Reject("neither commit nor account nor identity", "kind");
    }

    private static JsonShape Of(string commit, string time) => new(
    [
        "did", time, "kind", $"{commit}operation", $"{commit}collection", $"{commit}rkey", "account.active",
        "account.time", "account.status", "identity", .. BlueskyRecords.Members($"{commit}record."),
        $"~{commit}rev", $"~{commit}cid", "~seq", "~account.did", "~account.seq",
    ]);

    private static void Commit(JsonFields record, FactRows rows)
    {
        var operation = record[3];
        if (operation.SequenceEqual("delete"u8))
            BlueskyRecords.Delete(record[0], record[4], record[5], record[1], rows);
        else if (operation.SequenceEqual("create"u8))
            BlueskyRecords.Read(record[0], record[4], record[5], record, First, record[1], rows);
        else if (operation.SequenceEqual("update"u8)) rows.Ignore($"changes of {BlueskyRecords.Name(record[4])}");
        else rows.Reject("not create, update or delete", "operation");
    }

    private static void Account(JsonFields record, FactRows rows)
    {
        var what = record.IsTrue(6) ? RetractedKind.Return : RetractedKind.Account;
        rows.Retraction(what, record.Has(7) ? record[7] : record[1], actor: record[0]);
    }
}
