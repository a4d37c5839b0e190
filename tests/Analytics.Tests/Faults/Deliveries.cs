using System.Globalization;
using System.IO.Compression;
using System.Text;
using Analytics.DuckDb;

namespace Analytics.Tests.Faults;

/// <summary>
/// Exports of an invented network in several deliveries, each in all layouts: packed CSV, packed NDJSON, CSV, Parquet.
/// Some rows come again, some follows end later. The same seed gives the same bytes.
/// </summary>
internal sealed class Deliveries
{
    /// <summary>How many there are; the last one always meets a lake that nothing happens to.</summary>
    public const int Count = 4;

    private const int Accounts = 240;
    private const int CommunitySize = 40;
    private const int FollowsEach = 700;
    private const int ActsEach = 700;
    private const int PostsEach = 60;

    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Kinds = ["like", "like", "reply", "mention", "repost", "quote"];
    private static readonly string[] Tags = ["radweg", "park", "markt", "schule", "chor", "wetter"];

    private readonly string _folder;
    private readonly Random _random;
    private readonly List<(string Follower, string Followee, string At)> _follows = [];

    private Deliveries(string folder, int seed) => (_folder, _random) = (folder, new Random(seed));

    /// <summary>Names of the files of a delivery, from 1.</summary>
    public static IReadOnlyList<string> Files(int delivery) =>
    [
        $"follows-{delivery}.csv.gz", $"acts-{delivery}.ndjson.gz", $"posts-{delivery}.csv",
        $"accounts-{delivery}.parquet",
    ];

    /// <summary>Writes all of them into a folder.</summary>
    public static void Write(string folder, int seed)
    {
        Directory.CreateDirectory(folder);
        Deliveries deliveries = new(folder, seed);
        for (var delivery = 1; delivery <= Count; delivery++) deliveries.Write(delivery);
    }

    private void Write(int delivery)
    {
        var files = Files(delivery);
        WritePacked(files[0], Follows(delivery).Prepend("src,dst,created,ended"));
        WritePacked(files[1], Enumerable.Range(0, ActsEach).Select(_ => Act(delivery)));
        File.WriteAllLines(
            Path.Combine(_folder, files[2]),
            Enumerable.Range(0, PostsEach).Select(number => Post(delivery, number)).Prepend("id,author,at,tags"));
        using var engine = DuckDbDatabase.Open();
        using var connection = engine.Connect();
        var path = Path.Combine(_folder, files[3]).Replace("'", "''", StringComparison.Ordinal);
        connection.Execute(
            "COPY (SELECT 'u' || i AS id, (i * 7919) % 90 + 10 AS followers, "
            + $"TIMESTAMP '2026-0{delivery}-01' AS seen FROM range({Accounts}) AS r(i)) TO '{path}' (FORMAT parquet)");
    }

    private IEnumerable<string> Follows(int delivery)
    {
        var known = _follows.Count;
        for (var number = 0; number < FollowsEach; number++)
        {
            var (follower, followee) = Pair();
            _follows.Add((follower, followee, Moment(delivery)));
            yield return $"{_follows[^1].Follower},{_follows[^1].Followee},{_follows[^1].At},";
        }

        if (known == 0) yield break;
        for (var number = 0; number < FollowsEach / 10; number++)
        {
            var (follower, followee, at) = _follows[_random.Next(known)];
            var ended = number % 2 == 0 ? Moment(delivery) : "";
            yield return $"{follower},{followee},{at},{ended}";
        }
    }

    private string Act(int delivery)
    {
        var (actor, target) = Pair();
        var kind = Kinds[_random.Next(Kinds.Length)];
        return $"{{\"actor\":\"{actor}\",\"target\":\"{target}\",\"kind\":\"{kind}\",\"at\":\"{Moment(delivery)}\"}}";
    }

    private string Post(int delivery, int number)
    {
        var author = _random.Next(Accounts);
        return $"p{delivery}-{number},u{author},{Moment(delivery)},{Tags[author / CommunitySize]}";
    }

    /// <summary>Mostly within a community, and towards its first members.</summary>
    private (string From, string To) Pair()
    {
        var from = _random.Next(Accounts);
        var community = _random.NextDouble() < 0.85 ? from / CommunitySize : _random.Next(Accounts / CommunitySize);
        var draw = _random.NextDouble();
        var to = community * CommunitySize + (int)(draw * draw * CommunitySize);
        return ($"u{from}", $"u{(to == from ? (to + 1) % Accounts : to)}");
    }

    private string Moment(int delivery) => Begin.AddMonths(delivery - 1).AddSeconds(_random.Next(27 * 86_400))
        .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void WritePacked(string name, IEnumerable<string> lines)
    {
        using var stream = new GZipStream(File.Create(Path.Combine(_folder, name)), CompressionLevel.Fastest);
        stream.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }
}
