using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Analytics.Pipeline.Samples.Platforms.Bluesky;

/// <summary>A block and its name.</summary>
internal sealed record RepositoryBlock(byte[] Cid, byte[] Data);

/// <summary>
/// A repository of Bluesky as its server hands it out: the records of one account, the search tree of their names, and
/// a commit, which is not signed here. How many zeros the hash of a name begins with says how high in the tree it
/// stands, two bits a level. Source: atproto.com/specs/repository.
/// </summary>
internal sealed class BlueskyRepository
{
    private readonly List<RepositoryBlock> _blocks = [];
    private readonly List<(byte[] Name, byte[] Cid, int Level)> _names;

    /// <param name="records">By name: collection, slash, key.</param>
    /// <param name="revision">Key of the time of the last change.</param>
    public BlueskyRepository(string did, string revision, IReadOnlyDictionary<string, JsonObject> records)
    {
        var written = new List<RepositoryBlock>();
        _names = [];
        foreach (var (name, record) in records.OrderBy(record => record.Key, StringComparer.Ordinal))
        {
            var data = DagCborText.Of(record);
            var block = new RepositoryBlock(ContentId.Of(data), data);
            written.Add(block);
            var bytes = Encoding.UTF8.GetBytes(name);
            _names.Add((bytes, block.Cid, LevelOf(bytes)));
        }

        Tree = Node(0, _names.Count, _names.Count == 0 ? 0 : _names.Max(name => name.Level));
        Commit = Add(DagCborText.Of(new JsonObject
        {
            ["did"] = did,
            ["version"] = 3,
            ["data"] = Link(Tree),
            ["rev"] = revision,
            ["prev"] = null,
            ["sig"] = new JsonObject { ["$bytes"] = Convert.ToBase64String(new byte[64]) },
        }));
        _blocks.Reverse();
        _blocks.AddRange(written.DistinctBy(block => Convert.ToHexString(block.Cid)));
    }

    /// <summary>Name of the commit.</summary>
    public byte[] Commit { get; }

    /// <summary>Name of the top of the tree.</summary>
    public byte[] Tree { get; }

    /// <summary>The commit, then the tree from the top, then the records.</summary>
    public IReadOnlyList<RepositoryBlock> Blocks => _blocks;

    /// <summary>A CAR file of version 1 with these blocks, in this order.</summary>
    public static byte[] Car(byte[] root, IEnumerable<RepositoryBlock> blocks)
    {
        using var target = new MemoryStream();
        var header = DagCborText.Of(new JsonObject { ["roots"] = new JsonArray(Link(root)), ["version"] = 1 });
        WriteLength(target, header.Length);
        target.Write(header);
        foreach (var block in blocks)
        {
            WriteLength(target, block.Cid.Length + block.Data.Length);
            target.Write(block.Cid);
            target.Write(block.Data);
        }

        return target.ToArray();
    }

    private static int LevelOf(byte[] name) =>
        BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(name))) / 2;

    private static JsonObject Link(byte[] cid) => new() { ["$link"] = ContentId.Text(cid) };

    private static void WriteLength(MemoryStream target, int length)
    {
        for (; length > 127; length >>= 7) target.WriteByte((byte)(length & 127 | 128));
        target.WriteByte((byte)length);
    }

    /// <summary>The node over the names from <paramref name="start"/> to <paramref name="end"/>.</summary>
    private byte[] Node(int start, int end, int level)
    {
        var entries = new JsonArray();
        var node = new JsonObject { ["e"] = entries, ["l"] = null };
        JsonObject? last = null;
        byte[] before = [];
        var open = start;
        for (var i = start; i <= end; i++)
        {
            if (i < end && _names[i].Level < level) continue;
            var below = open < i ? Link(Node(open, i, level - 1)) : null;
            if (last is null) node["l"] = below;
            else last["t"] = below;
            if (i == end) break;

            var name = _names[i].Name;
            var shared = name.AsSpan().CommonPrefixLength(before);
            last = new JsonObject
            {
                ["p"] = shared,
                ["k"] = new JsonObject { ["$bytes"] = Convert.ToBase64String(name.AsSpan(shared)) },
                ["v"] = Link(_names[i].Cid),
                ["t"] = null,
            };
            entries.Add(last);
            before = name;
            open = i + 1;
        }

        return Add(DagCborText.Of(node));
    }

    private byte[] Add(byte[] data)
    {
        var block = new RepositoryBlock(ContentId.Of(data), data);
        _blocks.Add(block);
        return block.Cid;
    }
}
