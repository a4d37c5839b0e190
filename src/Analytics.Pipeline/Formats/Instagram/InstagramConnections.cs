using System.Text.Json;
using Analytics.Pipeline.Formats.Records;

namespace Analytics.Pipeline.Formats.Instagram;

/// <summary>
/// Follows of exports from before 2021, <c>connections.json</c>: the whole file is one object, in which each account is
/// a key and the time its value.
/// </summary>
internal sealed class InstagramConnections(InstagramOwner owner) : JsonRecords
{
    private static readonly JsonShape Connections = new(
        "followers", "following", "~blocked_users", "~close_friends", "~follow_requests_sent",
        "~permanent_follow_requests", "~following_hashtags",
        "~dismissed_suggested_users", "~restricted_users", "~hide_stories_from");

    public override JsonShape Shape(int section) => Connections;

    public override void Read(int section, JsonFields record, FactRows rows)
    {
        Read(record[0], areFollowers: true, rows);
        Read(record[1], areFollowers: false, rows);
    }

    private void Read(ReadOnlySpan<byte> accounts, bool areFollowers, FactRows rows)
    {
        if (accounts is not [(byte)'{', ..]) return;
        Span<byte> target = stackalloc byte[InstagramName.Longest];
        var reader = new Utf8JsonReader(accounts);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = InstagramName.Of(reader.ValueSpan, target);
            reader.Read();
            var at = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
            reader.Skip();
            if (name.IsEmpty) rows.Ignore("entries of connections.json without the name of an account");
            else if (areFollowers) rows.Follow(name, owner.Name, at);
            else rows.Follow(owner.Name, name, at);
        }
    }
}
