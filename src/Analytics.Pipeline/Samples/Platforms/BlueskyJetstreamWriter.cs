using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Pipeline.Samples.Platforms.Bluesky;

namespace Analytics.Pipeline.Samples.Platforms;

/// <summary>
/// Writes the network as events of Jetstream: the first half in the form of version 1, the second in that of version 2.
/// Some events come twice, as they do.
/// </summary>
internal static class BlueskyJetstreamWriter
{
    private const int EveryWhichComesTwice = 97;

    /// <summary>Writes <c>jetstream-v1.jsonl</c> and <c>jetstream-v2.jsonl</c>.</summary>
    public static void Write(PlatformNetwork network, string folder)
    {
        Directory.CreateDirectory(folder);
        var records = new NetworkRecords(network).All
            .OrderBy(record => record.At).ThenBy(record => record.Key, StringComparer.Ordinal).ToList();
        var half = records.Count / 2;
        Write(Path.Combine(folder, "jetstream-v1.jsonl"), records.Take(half).Select(Nested));
        Write(Path.Combine(folder, "jetstream-v2.jsonl"), records.Skip(half).Select(Flat));
    }

    private static void Write(string path, IEnumerable<JsonObject> events)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        var number = 0;
        foreach (var line in events.Select(each => each.ToJsonString()))
        {
            file.WriteLine(line);
            if (++number % EveryWhichComesTwice == 0) file.WriteLine(line);
        }
    }

    private static JsonObject Nested(NetworkRecord record)
    {
        var commit = new JsonObject { ["rev"] = record.Key };
        AddCommit(commit, record);
        return new JsonObject
        {
            ["did"] = NetworkRecords.Did(record.Owner),
            ["time_us"] = record.At.ToUnixTimeSeconds() * 1_000_000,
            ["kind"] = "commit",
            ["commit"] = commit,
        };
    }

    private static JsonObject Flat(NetworkRecord record, int number)
    {
        var flat = new JsonObject
        {
            ["$type"] = "network.bsky.jetstream.subscribeEvents#commit",
            ["seq"] = number + 1,
            ["did"] = NetworkRecords.Did(record.Owner),
            ["time"] = record.At.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            ["rev"] = record.Key,
        };
        AddCommit(flat, record);
        return flat;
    }

    private static void AddCommit(JsonObject commit, NetworkRecord record)
    {
        commit["operation"] = "create";
        commit["collection"] = record.Collection;
        commit["rkey"] = record.Key;
        commit["cid"] = ContentId.Text(ContentId.Of(DagCborText.Of(record.Value)));
        commit["record"] = record.Value;
    }
}
