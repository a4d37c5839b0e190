using Analytics.Graph.Csr;

namespace Analytics.Tests.Samples;

internal sealed record Profile(
    int Index, string Id, int Community, bool IsLeader, bool IsCelebrity, bool IsHub, bool IsBot);

internal sealed record Deed(int Actor, int Target, string Kind, string Post, long AtMs);

/// <summary>
/// A generated sample as a pipeline should see it: bad rows and doubled rows out. Accounts are numbered in the order
/// of the truth.
/// </summary>
internal sealed class SampleNetwork
{
    private static readonly Dictionary<string, double> KindWeights = new()
    {
        ["like"] = 1,
        ["reply"] = 3,
        ["mention"] = 2,
        ["repost"] = 4,
        ["quote"] = 4,
    };

    public SampleNetwork(string folder)
    {
        Profiles = [.. SampleRows.Read(Path.Combine(folder, "truth", "accounts.csv")).Select(ToProfile)];
        var index = Profiles.ToDictionary(profile => profile.Id, profile => profile.Index);
        Follows = [.. Rows(folder, "follows").Where(row => IsFollow(row, index))
            .Select(row => (index[row["src"]], index[row["dst"]])).Distinct()];
        Deeds = [.. Rows(folder, "interactions").Concat(Rows(folder, "mentions"))
            .Select(row => ToDeed(row, index)).OfType<Deed>().Distinct()];
    }

    public IReadOnlyList<Profile> Profiles { get; }

    public IReadOnlyList<(int Follower, int Followee)> Follows { get; }

    public IReadOnlyList<Deed> Deeds { get; }

    /// <summary>Follows weigh 1, interactions by kind and half-life of 30 days before the last one.</summary>
    public CsrGraph AttentionGraph()
    {
        CsrBuilder builder = new();
        foreach (var (follower, followee) in Follows) builder.Add(follower, followee, 1);
        var end = Deeds.Max(deed => deed.AtMs);
        foreach (var deed in Deeds)
        {
            var days = (end - deed.AtMs) / 86_400_000.0;
            builder.Add(deed.Actor, deed.Target, (float)(KindWeights[deed.Kind] * Math.Pow(0.5, days / 30)));
        }

        return builder.Build(Profiles.Count);
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string folder, string kind) =>
        SampleFolder.FilesOf(folder)
            .Where(file => Path.GetFileName(file).StartsWith(kind, StringComparison.Ordinal))
            .SelectMany(file => SampleRows.Read(Path.Combine(folder, file)));

    private static Profile ToProfile(Dictionary<string, string> row, int index) => new(
        index, row["account_id"], row["community"].Length == 0 ? -1 : int.Parse(row["community"]),
        row["is_leader"] == "true", row["is_celebrity"] == "true", row["is_hub"] == "true", row["is_bot"] == "true");

    private static bool IsFollow(Dictionary<string, string> row, Dictionary<string, int> index) =>
        index.ContainsKey(row["src"]) && index.ContainsKey(row["dst"]) && row["src"] != row["dst"]
        && SampleRows.Time(row["created"]) is not null;

    private static Deed? ToDeed(Dictionary<string, string> row, Dictionary<string, int> index)
    {
        var kind = row.GetValueOrDefault("action", "mention");
        if (SampleRows.Time(row["created_at"]) is not { } at || !KindWeights.ContainsKey(kind)) return null;
        if (!index.TryGetValue(row["actor"], out var actor) || !index.TryGetValue(row["target"], out var target))
            return null;
        return actor == target ? null : new Deed(actor, target, kind, row.GetValueOrDefault("post", ""), at);
    }
}
