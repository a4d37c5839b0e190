using Analytics.Pipeline.Definition;
using static Analytics.Tests.Ingest.Settling.Events;

namespace Analytics.Tests.Ingest.Settling;

public sealed class ActSettlementTests : IDisposable
{
    private const string A = "did:plc:a", B = "did:plc:b", C = "did:plc:c";

    private static readonly string Post1 = Uri(B, "p1");

    private readonly SettledLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Run_LikeTakenBackByKey_EndsInAnyOrderAndAloneOfItsKind()
    {
        await _lake.RunAsync(_lake.Events(Like(A, Post1, 2, "1"), Unlike(C, "1", 5), Like(A, Uri(B, "p2"), 2, "2")));
        await _lake.RunAsync(_lake.Events(Unlike(A, "1", 4), Like(C, Post1, 3, "1"), Like(A, Post1, 6, "3")));

        Assert.Equal(
            [
                Act(A, "like", Post1, 2, 4), Act(A, "like", Post1, 6), Act(A, "like", Uri(B, "p2"), 2),
                Act(C, "like", Post1, 3, 5),
            ],
            Acts());
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_DeletedPost_EndsItAndWhatWasDoneToItAndByIt()
    {
        await _lake.RunAsync(_lake.Events(
            Like(A, Post1, 2, "1"), DeletePost(B, "p1", 5), DeletePost(C, "p3", 6),
            Post(A, 3, "p2", parent: Uri(B, "p0"))));
        await _lake.RunAsync(_lake.Events(Post(B, 1, "p1"), Post(C, 3, "p3", parent: Uri(B, "p0"))));

        Assert.Equal(
            [
                Act(A, "like", Post1, 2, 5), Act(A, "reply", Uri(B, "p0"), 3), Act(C, "reply", Uri(B, "p0"), 3, 6),
            ],
            Acts());
        Assert.Equal(
            Sorted(
                $"{SettledLake.Post(Post1)}|2024-05-05 00:00:00", $"{SettledLake.Post(Uri(A, "p2"))}|NULL",
                $"{SettledLake.Post(Uri(C, "p3"))}|2024-05-06 00:00:00"),
            _lake.Rows("SELECT post_id, ended_at FROM posts"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_AccountClosed_EndsWhatItDidAndWhatWasDoneToIt()
    {
        await _lake.RunAsync(_lake.Events(
            Post(B, 1, "p1"), Like(A, Post1, 2, "1"), Like(B, Uri(C, "p"), 3, "1"), Like(C, Uri(A, "p"), 3, "1")));
        await _lake.RunAsync(_lake.Events(Account(B, active: false, 4), Like(A, Post1, 9, "2")));

        Assert.Equal(
            [
                Act(A, "like", Post1, 2, 4), Act(A, "like", Post1, 9), Act(B, "like", Uri(C, "p"), 3, 4, C),
                Act(C, "like", Uri(A, "p"), 3, null, A),
            ],
            Acts());
        Assert.Equal(["2024-05-04 00:00:00"], _lake.Rows("SELECT ended_at FROM posts"));

        await _lake.RunAsync(_lake.Events(Account(B, active: true, 12)));
        Assert.Equal(["4|0"], _lake.Rows("SELECT count(*), count(ended_at) FROM interactions"));
        Assert.Equal(["NULL"], _lake.Rows("SELECT ended_at FROM posts"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_TakenBackByWhatItWas_EndsWhatWasDoneUntilThen()
    {
        await _lake
            .With("retractions", "2024-05",
                $"SELECT 'interaction' AS what, TIMESTAMP '2024-05-03' AS \"at\", {SettledLake.Account(A)}::UBIGINT AS "
                + $"actor_id, NULL::UBIGINT AS target_id, {SettledLake.Post(Post1)}::UBIGINT AS post_id, "
                + "NULL::UBIGINT AS record_id, 's' AS source")
            .RunAsync(_lake.Events(
                Like(A, Post1, 1, "1"), Like(A, Post1, 4, "2"), Like(C, Post1, 1, "1"), Like(A, Uri(B, "p2"), 1, "3")));

        Assert.Equal(
            [
                Act(A, "like", Post1, 1, 3), Act(A, "like", Post1, 4), Act(A, "like", Uri(B, "p2"), 1),
                Act(C, "like", Post1, 1),
            ],
            Acts());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("before")]
    [InlineData("together")]
    [InlineData("after")]
    public async Task Run_PostTellsTheAuthor_MakesInteractionsOfActsOnIt_ExactlyOnce(string postComes)
    {
        var post = new[] { Post(B, 1, "p1"), Post(A, 1, "own") };
        if (postComes == "before") await _lake.RunAsync(_lake.Events(post));
        var unaddressed = string.Join(" UNION ALL ", new[] { (A, Post1), (C, Post1), (A, Uri(A, "own")), (A, "x") }
            .Select(act => $"SELECT {SettledLake.Account(act.Item1)}::UBIGINT AS actor_id, "
                + $"{SettledLake.Post(act.Item2)}::UBIGINT AS post_id, 'like' AS kind, "
                + "TIMESTAMP '2024-05-02' AS \"at\", 's' AS source"));
        _lake.With("unaddressed", "2024-05", unaddressed);

        // Another export names the author itself.
        await _lake.RunAsync(_lake.Events([Like(C, Post1, 2, "1"), .. postComes == "together" ? post : []]));
        if (postComes == "after") await _lake.RunAsync(_lake.Events(post));

        string[] expected = [Act(A, "like", Post1, 2), Act(C, "like", Post1, 2)];
        Assert.Equal(expected, Acts());

        // Nothing new; what is there comes again; another post.
        await _lake.RunAsync(_lake.Events(Like(C, Post1, 2, "1"), Post(B, 3, "p9")));
        Assert.Equal(expected, Acts());
        await _lake.RunAsync(_lake.Events(Like(A, Post1, 2, "7"), Post(C, 3, "p9")));
        Assert.Equal(expected, Acts());
        Assert.Equal((3L, 1L), (_lake.Ingested.Read, _lake.Ingested.Duplicates));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_ActOnAPostThatWasDeleted_EndsOnceThePostTellsItsAuthor()
    {
        await _lake
            .With("unaddressed", "2024-05",
                $"SELECT {SettledLake.Account(A)}::UBIGINT AS actor_id, {SettledLake.Post(Post1)}::UBIGINT AS post_id, "
                + "'repost' AS kind, TIMESTAMP '2024-05-02' AS \"at\", 's' AS source")
            .RunAsync(_lake.Events(DeletePost(B, "p1", 5)));
        Assert.Empty(Acts());
        await _lake.RunAsync(_lake.Events(Post(B, 1, "p1")));

        Assert.Equal([Act(A, "repost", Post1, 2, 5)], Acts());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_OnAnyNumberOfThreads_WritesTheSameBytes(int threads)
    {
        var hashes = new List<string>();
        foreach (var number in new[] { 2, threads })
        {
            using var lake = new SettledLake(number);
            var random = new Random(11);
            for (var run = 0; run < 3; run++)
            {
                var lines = Enumerable.Range(0, 3000).Select(_ => Anything(random)).ToList();
                var list = Enumerable.Range(0, 400).Select(_ => $"{Who(random)},{Who(random)}x,,").Distinct();
                await lake.RunAsync(
                    lake.Events(lines), lake.Follows(Day(3 + (5 * run)), WholeLists.Followers, list));
            }

            Assert.Equal(3, lake.Last.Files.Count);
            hashes.Add(string.Join(' ', lake.Last.Files.Concat(lake.Last.Facts).Select(file =>
                Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file.Path))))));
        }

        Assert.Equal(hashes[0], hashes[1]);
    }

    private static string Who(Random random) => $"did:plc:{random.Next(40)}";

    private static string Anything(Random random)
    {
        var (actor, key, day) = (Who(random), $"{random.Next(60)}", 1 + (random.Next(280) / 10.0));
        return random.Next(8) switch
        {
            0 => Follow(actor, Who(random) + "x", day, key),
            1 => Unfollow(actor, key, day),
            2 => Unlike(actor, key, day),
            3 => DeletePost(actor, key, day),
            4 => Post(actor, day, key, random.Next(2) == 0 ? Uri(Who(random) + "x", "p") : null),
            5 when random.Next(20) == 0 => Account(actor, random.Next(3) == 0, day),
            _ => Like(actor, Uri(Who(random) + "x", $"{random.Next(60)}"), day, key),
        };
    }

    private static string Act(string actor, string kind, string post, int day, int? ended = null, string target = B) =>
        $"{SettledLake.Account(actor)}|{SettledLake.Account(target)}|{kind}|{SettledLake.Post(post)}|"
        + $"2024-05-{day:00} 00:00:00|{(ended is { } end ? $"2024-05-{end:00} 00:00:00" : "NULL")}";

    private IReadOnlyList<string> Acts()
    {
        var rows = _lake.Rows("SELECT actor_id, target_id, kind, post_id, i.at, ended_at FROM interactions AS i");
        var order = new[] { A, B, C }.Select(id => $"{SettledLake.Account(id)}").ToList();
        return [.. rows.OrderBy(row => order.IndexOf(row.Split('|')[0])).ThenBy(Known).ThenBy(row => row)];
    }

    // The posts in the order of the tests, not of their pseudonyms.
    private static bool Known(string row) => row.Split('|')[3] != $"{SettledLake.Post(Post1)}";

    private static IReadOnlyList<string> Sorted(params string[] rows) => [.. rows.Order(StringComparer.Ordinal)];
}
