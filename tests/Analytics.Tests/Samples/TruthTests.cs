using System.Text.Json;

namespace Analytics.Tests.Samples;

public sealed class TruthTests
{
    [Fact]
    public void Manifest_EveryFile_CountsRowsDuplicatesAndBadRowsExactly()
    {
        using SampleFolder sample = new(o => o with { Format = Analytics.Pipeline.Samples.SampleFormat.Mixed });
        using var manifest = JsonDocument.Parse(sample.Bytes("truth/manifest.json"));
        HashSet<string> seen = [];

        foreach (var file in manifest.RootElement.GetProperty("files").EnumerateArray())
        {
            var path = file.GetProperty("path").GetString()!;
            if (path.EndsWith(".parquet", StringComparison.Ordinal)) continue;
            var rows = SampleRows.Read(Path.Combine(sample.Path, path)).ToList();
            var good = rows.Where(IsGood).ToList();
            var doubled = good.Count(row => !seen.Add(file.GetProperty("kind") + Key(row)));

            Assert.Equal(file.GetProperty("rows").GetInt64(), rows.Count);
            Assert.Equal(file.GetProperty("duplicates").GetInt64(), doubled);
            Assert.Equal(file.GetProperty("kept").GetInt64(), good.Count - doubled);
            Assert.Equal(
                rows.Count - good.Count, file.GetProperty("bad_rows").EnumerateObject().Sum(r => r.Value.GetInt64()));
            Assert.True(doubled > 0 && good.Count < rows.Count, $"{path} has nothing planted");
        }
    }

    [Fact]
    public void Manifest_WithoutOddities_NothingIsDoubledOrBad()
    {
        using SampleFolder sample = new(o => o with { Oddities = false });

        Assert.All(sample.Summary.Files, file => Assert.Equal(file.Rows, file.Kept));
        Assert.Equal(28_000, sample.Summary.Files.Single(file => file.Kind == "interactions").Rows);
    }

    [Fact]
    public void Accounts_IdsAndHandles_AreUniqueAndLookLikeAPlatform()
    {
        using SampleFolder sample = new(o => o with { Accounts = 20_000 });
        var rows = SampleRows.Read(Path.Combine(sample.Path, "truth", "accounts.csv")).ToList();

        Assert.Equal(20_000, rows.Count);
        Assert.Equal(20_000, rows.Select(row => row["account_id"]).Distinct().Count());
        Assert.Equal(20_000, rows.Select(row => row["handle"]).Distinct().Count());
        Assert.All(rows, row => Assert.Matches("^[1-9][0-9]{18}$", row["account_id"]));
        Assert.All(rows, row => Assert.Matches("^[a-z]+_[a-z]+[0-9]{2,}$", row["handle"]));
    }

    [Fact]
    public void Accounts_Claims_ExceedTheObservedFollowersOfSome()
    {
        using SampleFolder sample = new();
        SampleNetwork network = new(sample.Path);
        var observed = network.Follows.CountBy(follow => network.Profiles[follow.Followee].Id).ToDictionary();
        var claimed = SampleRows.Read(Path.Combine(sample.Path, "csv", "accounts.csv"))
            .ToDictionary(row => row["id"], row => long.Parse(row["followers"]));

        Assert.All(network.Profiles, p => Assert.True(claimed[p.Id] >= observed.GetValueOrDefault(p.Id)));
        Assert.All(
            network.Profiles.Where(p => p.IsCelebrity), p => Assert.True(claimed[p.Id] >= 15 * observed[p.Id]));
    }

    [Fact]
    public void Reach_OfPosts_IsThereForSomeAuthorsAndNeverAboveViews()
    {
        using SampleFolder sample = new(o => o with { Accounts = 5_000 });
        var counted = SampleRows.Read(Path.Combine(sample.Path, "csv", "posts.csv"))
            .Where(post => post["author"].Length > 0 && post["views"].Length > 0).ToList();

        var shared = counted.Where(post => post["reach"].Length > 0).ToList();
        Assert.All(shared, post => Assert.InRange(long.Parse(post["reach"]), 0, long.Parse(post["views"])));
        // An author shares the reach of all posts or of none.
        var sharing = shared.Select(post => post["author"]).ToHashSet();
        Assert.Equal(shared.Count, counted.Count(post => sharing.Contains(post["author"])));
        Assert.InRange((double)sharing.Count / counted.DistinctBy(post => post["author"]).Count(), 0.45, 0.55);
    }

    [Fact]
    public void Sponsored_EveryLabel_StandsInTheTextAsPlanted()
    {
        using SampleFolder sample = new(o => o with { Accounts = 5_000 });
        var labels = SampleRows.Read(Path.Combine(sample.Path, "truth", "sponsored.csv"))
            .ToDictionary(row => row["post_id"], row => row["label"]);
        var posts = SampleRows.Read(Path.Combine(sample.Path, "csv", "posts.csv")).ToList();

        foreach (var post in posts)
        {
            var label = labels.GetValueOrDefault(post["id"], "organic");
            var upFront = post["text"].StartsWith("Werbung", StringComparison.Ordinal)
                || post["text"].StartsWith("Anzeige", StringComparison.Ordinal)
                || post["text"].StartsWith("Advertisement", StringComparison.Ordinal)
                || post["text"].StartsWith("Paid partnership", StringComparison.Ordinal);
            var behind = post["text"].EndsWith("#ad", StringComparison.Ordinal)
                || post["text"].EndsWith("#sponsored", StringComparison.Ordinal);
            // A planted bad row repeats a text under an id of its own.
            if (post["author"].Length == 0 || SampleRows.Time(post["created_at"]) is null) continue;
            Assert.Equal(label == "proper", upFront);
            Assert.Equal(label == "weak", behind);
            Assert.Equal(label == "proper", post["paid"] == "true");
        }

        Assert.Equal(["none", "proper", "weak"], labels.Values.Distinct().Order());
    }

    private static bool IsGood(Dictionary<string, string> row)
    {
        string[] times = ["created", "created_at"];
        string[] ids = ["src", "dst", "actor", "target", "author"];
        string[] kinds = ["like", "reply", "repost", "mention", "quote"];
        return times.All(name => !row.TryGetValue(name, out var time) || SampleRows.Time(time) is not null)
            && ids.All(name => !row.TryGetValue(name, out var id) || id.Length > 0)
            && (!row.TryGetValue("src", out var follower) || follower != row["dst"])
            && (!row.TryGetValue("actor", out var actor) || actor != row["target"])
            && (!row.TryGetValue("action", out var kind) || kinds.Contains(kind));
    }

    /// <summary>What makes two rows the same fact.</summary>
    private static string Key(Dictionary<string, string> row) =>
        row.TryGetValue("src", out var follower) ? $"{follower} {row["dst"]}"
        : row.TryGetValue("author", out _) ? row["id"]
        : string.Join(' ', row.Values);
}
