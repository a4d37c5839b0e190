using System.Text;

namespace Analytics.Tests.Ingest;

/// <summary>Exports of many rows, always the same: some wrong, some delivered twice, some of another month.</summary>
internal static class LargeExports
{
    /// <param name="seconds">How far the times reach from the first of January 2024.</param>
    public static string Interactions(int seed, int rows, int seconds = 2_500_000)
    {
        var random = new Random(seed);
        var text = new StringBuilder("actor_id,target_id,kind,at,post_id\n");
        for (var i = 0; i < rows; i++)
        {
            // A tenth is delivered by several files, some is wrong, a little lies in another month.
            var time = random.Next(50) == 0 ? 1_707_000_000 : 1_704_100_000 + random.Next(seconds);
            var (kind, post) = (random.Next(99) == 0 ? "?" : "RT", random.Next(9));
            text.Append(random.Next(10) == 0
                ? $"x{i % 5000},y{i % 5000},like,1704100000,\n"
                : $"a{random.Next(9000)},b{random.Next(300)},{kind},{time},p{post}\n");
        }

        return text.ToString();
    }

    /// <summary>Some pairs come twice, some follow themselves; the times lie in four months.</summary>
    public static string Follows(int seed, int rows)
    {
        var random = new Random(seed);
        var text = new StringBuilder("follower_id,followee_id,at\n");
        for (var i = 0; i < rows; i++)
            text.Append($"a{random.Next(300)},a{random.Next(300)},{1_704_100_000 + random.Next(10_000_000)}\n");
        return text.ToString();
    }

    public static string Posts(string prefix, int rows)
    {
        var random = new Random(rows);
        return string.Concat(Enumerable.Range(0, rows).Select(i =>
        {
            var (author, tag, site) = (random.Next(500), random.Next(90), random.Next(90));
            var text = $"#t{tag} https://s{site}.example/ {new string('w', random.Next(30))}";
            var id = i % 3 == 0 ? $"{i}" : $"{prefix}{i}";
            var at = 1_704_100_000 + random.Next(3_000_000);
            return $"{{\"post_id\":\"{id}\",\"author_id\":\"a{author}\",\"at\":{at},\"text\":\"{text}\"}}\n";
        }));
    }
}
