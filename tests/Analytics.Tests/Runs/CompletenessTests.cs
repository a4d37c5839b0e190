using Analytics.Tests.Marts;

namespace Analytics.Tests.Runs;

/// <summary>What a source delivered of lists, of what profiles claim: each reason for no figure beside one with it.
/// </summary>
public sealed class CompletenessTests : IDisposable
{
    /// <summary>Where docs/metrics.md tells how to get the figure.</summary>
    internal const string Heading = "Completeness of sources";

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 120_000)]
    // z has three of the six followers that it claims.
    [InlineData("a,z b,z c,z", "", "z,6,,01", 3 / 6.0)]
    // Two lists: (3 + 1) / (6 + 2).
    [InlineData("a,z b,z c,z a,y", "", "z,6,,01 y,2,,01", 4 / 8.0)]
    // The newest claim that is not missing.
    [InlineData("a,z b,z c,z", "", "z,6,,01 z,4,,02 z,,,03", 3 / 4.0)]
    // Nobody claims anything, or not of z, or nothing at all.
    [InlineData("a,z b,z c,z", "", "z,,,01", null)]
    [InlineData("a,z b,z c,z", "", "y,6,,01", null)]
    [InlineData("a,z b,z c,z", "", "z,0,,01", null)]
    // Whom a follows is no list unless it came whole.
    [InlineData("a,z a,y b,z", "", "a,,4,01", null)]
    [InlineData("a,z a,y b,z", "complete: following, ", "a,,4,01", 2 / 4.0)]
    public async Task Run_ListsAndClaims_GiveTheShareReceived(
        string follows, string whole, string profiles, double? expected)
    {
        _folder.Write("follows.csv", follows.Split(' ').Prepend("follower_id,followee_id"));
        _folder.Write(
            "profiles.csv",
            profiles.Split(' ').Select(line => line.Insert(line.LastIndexOf(',') + 1, "2024-05-"))
                .Prepend("account_id,claimed_followers,claimed_following,observed_at"));
        var summary = await RunFolder.RunAsync(_folder.Pipeline(
            $"  - {{ name: follows, format: csv, kind: follows, {whole}path: follows.csv }}\n"
            + "  - { name: profiles, format: csv, kind: accounts, path: profiles.csv }"));

        // Profiles are no lists: their source has no share.
        Assert.Equal([expected, null], summary.Sources.Select(source => source.Completeness));
        var sql = DocumentTests.Snippet(Heading);
        Assert.Equal(["2\t0"], LakeContents.Query(_folder.Lake, sql));
        var tampered = sql.Replace(
            "FROM sources",
            "FROM (SELECT * REPLACE (coalesce(completeness, 0) + 0.01 AS completeness) FROM sources)",
            StringComparison.Ordinal);
        Assert.Equal(["2\t2"], LakeContents.Query(_folder.Lake, tampered));
    }
}
