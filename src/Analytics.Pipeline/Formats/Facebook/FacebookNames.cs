using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Facebook;

/// <summary>Entries that say whom by name only: counted and forgotten.</summary>
internal sealed class FacebookNames(string what) : JsonRecords
{
    private static readonly JsonShape Entry = new(
        "~name", "~timestamp", "~title", "~data", "~attachments", "~contact_info", "~fbid", "~url", "~uri",
        "~marketing_info", "~media", "~label_values");

    private readonly string _ignored = $"{what} known by name only";

    public override JsonShape Shape(int section) => Entry;

    public override void Read(int section, JsonFields record, FactRows rows) => rows.Ignore(_ignored);
}
