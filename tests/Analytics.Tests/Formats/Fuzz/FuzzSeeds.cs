using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;
using Analytics.Pipeline.Samples;
using Analytics.Pipeline.Samples.Platforms;
using Analytics.Pipeline.Sources;

namespace Analytics.Tests.Formats.Fuzz;

/// <summary>A small sound export of each format.</summary>
internal static class FuzzSeeds
{
    private const int MostRows = 40;
    private const int MostFiles = 3;
    private const int MostBytes = 1 << 15;

    /// <param name="folder">Where exports may be written.</param>
    public static IReadOnlyList<FuzzSeed> All(string folder)
    {
        var network = PlatformNetwork.Of(new SampleOptions { Folder = folder, Accounts = 3_000 });
        var platforms = PlatformSamples.Write(network, Path.Combine(folder, "sound"));
        return
        [
            .. Tables(network),
            .. platforms.DistinctBy(sample => sample.Format).SelectMany(sample => Of(sample.Format, sample.Path)),
        ];
    }

    /// <summary>An archive as a whole; of a collection the first lines of its largest files.</summary>
    private static IEnumerable<FuzzSeed> Of(SourceFormat format, string path)
    {
        if (ExportFormat.Of(format).IsArchive) return [FuzzSeed.At(format, path)];
        return SourceFiles.Find(path, format).OrderByDescending(file => new FileInfo(file).Length).Take(MostFiles)
            .Select(file => FuzzSeed.At(format, file)).Select(Small);
    }

    private static FuzzSeed Small(FuzzSeed seed)
    {
        var (name, bytes) = seed.Files[0];
        if (bytes.Length <= MostBytes || bytes.AsSpan().Contains((byte)0)) return seed;
        var end = bytes.AsSpan(0, MostBytes).LastIndexOf((byte)'\n');
        if (end < 0) end = bytes.AsSpan().IndexOf((byte)'\n');
        return end < 0 ? seed : seed with { Files = [(name, bytes[..(end + 1)])] };
    }

    private static IEnumerable<FuzzSeed> Tables(PlatformNetwork network)
    {
        var follows = network.Follows.Take(MostRows).ToList();
        var posts = network.Posts.Take(MostRows).ToList();
        var acts = network.Acts.Take(MostRows).ToList();
        yield return FuzzSeed.Of(SourceFormat.Csv, FactKind.Follows, "f.csv", Lines(
            "follower_id,followee_id,at", follows.Select(f => $"{f.Follower.Id},\"{f.Followee.Id}\",{f.At:O}")));
        yield return FuzzSeed.Of(SourceFormat.EdgeList, FactKind.Interactions, "e.edgelist", Lines(
            "# actor target kind time", acts.Select(a => $"{a.Actor.Id} {a.Post.Author.Id} {a.Kind} {a.At:O}")));
        yield return FuzzSeed.Of(SourceFormat.Csv, FactKind.Posts, "p.csv", Lines(
            "post_id,author_id,at,text,hashtags,likes",
            posts.Select(p => $"{p.Id},{p.Author.Id},{p.At:O},\"{p.Text}\",{string.Join('|', p.Hashtags)},{p.Likes}")));
        yield return FuzzSeed.Of(SourceFormat.Csv, FactKind.Accounts, "a.csv", Lines(
            "account_id;handle;claimed_followers;created_at",
            network.People.Take(MostRows).Select(p => $"{p.Id};{p.Handle};{p.ClaimedFollowers};{p.CreatedAt:O}")));
        yield return FuzzSeed.Of(SourceFormat.Ndjson, FactKind.Interactions, "i.ndjson", Lines(
            null, acts.Select(a => $$"""{"actor_id":"{{a.Actor.Id}}","target_id":{{a.Post.Author.Id}},"""
                + $$""" "kind":"{{a.Kind}}","at":"{{a.At:O}}"}""")));
        yield return FuzzSeed.Of(SourceFormat.BlueskyJetstream, null, "j.jsonl", Lines(
            null, follows
                .Select(f => Event(
                    f.Follower.Id, "graph.follow", f.At, $"\"subject\":\"did:plc:{f.Followee.Id}\""))
                .Concat(acts.Select(a => Event(
                    a.Actor.Id, "feed.like", a.At,
                    $"\"subject\":{{\"uri\":\"at://did:plc:{a.Post.Author.Id}/app.bsky.feed.post/{a.Post.Id}\"}}")))
                .Concat(posts.Select(p => Event(p.Author.Id, "feed.post", p.At, $"\"text\":\"{p.Text}\"")))));
    }

    private static string Event(string person, string collection, DateTimeOffset at, string record) =>
        $$"""{"did":"did:plc:{{person}}","time_us":{{at.ToUnixTimeMilliseconds()}}000,"kind":"commit","commit":"""
        + $$"""{"rev":"3k","operation":"create","collection":"app.bsky.{{collection}}","rkey":"3k{{at.Ticks}}","""
        + $$""" "record":{"$type":"app.bsky.{{collection}}","createdAt":"{{at:O}}",{{record}} """ + "}}}";

    private static string Lines(string? header, IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        if (header is not null) text.Append(header).Append('\n');
        foreach (var line in lines) text.Append(line).Append('\n');
        return text.ToString();
    }
}
