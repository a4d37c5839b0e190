using System.Security.Cryptography;

namespace Analytics.Pipeline.Formats.Bluesky.Car;

/// <summary>
/// What the blocks of a repository are called: a record's name, <c>collection/key</c>, stands only in the search tree
/// above it. A first pass over the file keeps the nodes of the tree, then goes down from the commit; a second pass can
/// then read the records in whatever order they lie. Takes some 150 bytes a record, and the nodes while it goes down.
/// Source: atproto.com/specs/repository.
/// </summary>
internal sealed class CarIndex
{
    private const int LongestKey = 1024;

    private static readonly byte[] StartOfNode = [0xA2, 0x61, (byte)'e'];

    private readonly Dictionary<BlockDigest, byte[]> _nodes = [];
    private readonly Dictionary<BlockDigest, byte[]> _names = [];
    private BlockDigest? _tree;
    private long _lost;

    private CarIndex()
    {
    }

    /// <summary>Whose repository it is.</summary>
    public byte[] Did { get; private set; } = [];

    /// <summary>When the last change was made, in microseconds since 1970; null where that is not told.</summary>
    public long? ChangedAtMicros { get; private set; }

    /// <summary>Records of follows in the tree.</summary>
    public long Follows { get; private set; }

    /// <summary>Records of the tree that were not asked for yet.</summary>
    public int Count => _names.Count;

    /// <summary>Why not all of the tree is here, or null.</summary>
    public ExportFileException? Fault { get; private set; }

    /// <param name="stream">Read to its end.</param>
    /// <exception cref="ExportFileException">Not a repository.</exception>
    public static CarIndex Of(Stream stream, CancellationToken cancellation)
    {
        var index = new CarIndex();
        using var sections = new CarSections(stream);
        var root = sections.ReadHeader();
        try
        {
            while (sections.Next() is { } section)
            {
                cancellation.ThrowIfCancellationRequested();
                index.Add(section, sections, root);
            }
        }
        catch (ExportFileException error)
        {
            index.Fault = error;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            index.Fault = new ExportFileException(error.Message, error);
        }

        sections.Drain();
        if (index.Did.Length == 0)
        {
            throw index.Fault
                ?? new ExportFileException("found no commit in the file; expected a repository of Bluesky");
        }

        index.GoDown(cancellation);
        return index;
    }

    /// <summary>The names of a record, one a line, if the tree has it; each record is given once.</summary>
    public bool TryTake(BlockDigest record, out byte[] names)
    {
        var found = _names.Remove(record, out var taken);
        names = taken ?? [];
        return found;
    }

    private void Add(CarSection section, CarSections sections, BlockDigest root)
    {
        if (section.Digest is not { } digest || section.DataBytes < StartOfNode.Length) return;
        Span<byte> start = stackalloc byte[StartOfNode.Length];
        sections.ReadData(start);
        if (digest != root && !start.SequenceEqual(StartOfNode)) return;

        var block = new byte[section.DataBytes];
        start.CopyTo(block);
        sections.ReadData(block.AsSpan(start.Length));
        if (BlockDigest.Of(SHA256.HashData(block)) != digest)
        {
            Fault ??= new ExportFileException("a block is not what its name says") { Line = section.Number };
            return;
        }

        if (digest != root) _nodes[digest] = block;
        else if (Did.Length == 0) ReadCommit(block);
    }

    private void ReadCommit(byte[] block)
    {
        try
        {
            var cbor = new DagCbor(block);
            for (var left = cbor.ReadMap(); left > 0; left--)
            {
                var name = cbor.ReadText();
                if (name.SequenceEqual("did"u8)) Did = cbor.ReadText().ToArray();
                else if (name.SequenceEqual("rev"u8)) ChangedAtMicros = RecordTime.MicrosOf(cbor.ReadText());
                else if (name.SequenceEqual("data"u8) && BlockDigest.TryParse(cbor.ReadCidOrNull(), out var tree))
                    _tree = tree;
                else if (!name.SequenceEqual("data"u8)) cbor.Skip();
            }
        }
        catch (InvalidDataException)
        {
            Did = [];
        }

        if (!Did.AsSpan().StartsWith("did:"u8)) throw new ExportFileException("the commit does not say whose it is");
    }

    private void GoDown(CancellationToken cancellation)
    {
        var open = new Stack<(BlockDigest Node, byte[]? After, byte[]? Before)>();
        if (_tree is { } tree) open.Push((tree, null, null));
        while (open.TryPop(out var step))
        {
            cancellation.ThrowIfCancellationRequested();

            // Taken out, so that a node which is met again ends there: a tree has no such nodes.
            if (!_nodes.Remove(step.Node, out var block)) _lost++;
            else if (!TryRead(block, step.After, step.Before, open)) _lost++;
        }

        _nodes.Clear();
        if (_lost > 0)
        {
            Fault ??= new ExportFileException(FormattableString.Invariant(
                $"{_lost} parts of the tree of records are missing or damaged; expected a whole repository"));
        }
    }

    /// <summary>
    /// Names the records of a node and puts the nodes below it on the list. Names must rise, and lie between those to
    /// the left and to the right of the node; false if they do not, or if the block is no node.
    /// </summary>
    private bool TryRead(
        byte[] block, byte[]? after, byte[]? before, Stack<(BlockDigest Node, byte[]? After, byte[]? Before)> open)
    {
        try
        {
            var below = new List<(BlockDigest? Node, byte[]? After)> { (null, after) };
            var cbor = new DagCbor(block);
            for (var left = cbor.ReadMap(); left > 0; left--)
            {
                var name = cbor.ReadText();
                if (name.SequenceEqual("l"u8)) below[0] = (NodeOf(cbor.ReadCidOrNull()), after);
                else if (!name.SequenceEqual("e"u8)) cbor.Skip();
                else for (var entries = cbor.ReadArray(); entries > 0; entries--) ReadEntry(ref cbor, before, below);
            }

            for (var i = 0; i < below.Count; i++)
            {
                var end = i + 1 < below.Count ? below[i + 1].After : before;
                if (below[i].Node is { } node) open.Push((node, below[i].After, end));
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private void ReadEntry(ref DagCbor cbor, byte[]? before, List<(BlockDigest? Node, byte[]? After)> below)
    {
        var (shared, node, record) = (0L, default(BlockDigest?), default(BlockDigest?));
        ReadOnlySpan<byte> rest = default;
        for (var left = cbor.ReadMap(); left > 0; left--)
        {
            var name = cbor.ReadText();
            if (name.SequenceEqual("p"u8)) shared = cbor.ReadUnsigned();
            else if (name.SequenceEqual("k"u8)) rest = cbor.ReadBytes();
            else if (name.SequenceEqual("v"u8)) record = NodeOf(cbor.ReadCidOrNull());
            else if (name.SequenceEqual("t"u8)) node = NodeOf(cbor.ReadCidOrNull());
            else cbor.Skip();
        }

        // The first entry of a node shares nothing, however the node came to be.
        var last = below.Count == 1 ? [] : below[^1].After!;
        if (shared > last.Length || shared + rest.Length > LongestKey)
            throw DagCbor.Broken("shares more than there is");
        byte[] key = [.. last.AsSpan(0, (int)shared), .. rest];
        var isAfter = below[^1].After is not { } low || key.AsSpan().SequenceCompareTo(low) > 0;
        if (!isAfter || before is not null && key.AsSpan().SequenceCompareTo(before) >= 0)
            throw DagCbor.Broken("has names out of order");
        below.Add((node, key));
        Name(key, record ?? throw DagCbor.Broken("names no record"));
    }

    private void Name(byte[] key, BlockDigest record)
    {
        var slash = key.AsSpan().IndexOf((byte)'/');
        if (slash <= 0 || slash == key.Length - 1 || key.AsSpan().IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
            throw DagCbor.Broken("has a name that is none");
        if (key.AsSpan(0, slash).SequenceEqual("app.bsky.graph.follow"u8)) Follows++;

        // Equal records are one block.
        _names[record] = _names.TryGetValue(record, out var others) ? [.. others, (byte)'\n', .. key] : key;
    }

    private static BlockDigest? NodeOf(ReadOnlySpan<byte> cid) =>
        cid.IsEmpty ? null
        : BlockDigest.TryParse(cid, out var digest) ? digest
        : throw DagCbor.Broken("has a CID of another kind");
}
