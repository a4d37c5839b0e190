using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Analytics.Pipeline.Definition;

/// <summary>A piece of the file and where it begins (from 1).</summary>
internal abstract record Node(int Line, int Column)
{
    /// <summary>What stands here, for messages.</summary>
    public abstract string Describe();
}

internal sealed record ScalarNode(string Text, bool Plain, int Line, int Column) : Node(Line, Column)
{
    public bool IsNull => Plain && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Describe() =>
        IsNull ? "nothing" : Text.Length > 80 ? $"'{Text[..77]}...'" : $"'{Text}'";
}

internal sealed record ListNode(IReadOnlyList<Node> Items, int Line, int Column) : Node(Line, Column)
{
    public override string Describe() => "a list";
}

internal sealed record MappingNode(IReadOnlyList<Entry> Entries, int Line, int Column) : Node(Line, Column)
{
    public override string Describe() => "a mapping of keys";
}

internal sealed record Entry(ScalarNode Key, Node Value);

/// <summary>
/// Reads YAML into nodes that know their place. The parser's events are used rather than its document model, which
/// stops at the first key that stands twice; here that is one located problem among the others.
/// </summary>
internal sealed class PipelineYaml
{
    /// <summary>Far more than the schema can use, far less than the stack can bear.</summary>
    private const int MaximumDepth = 64;

    private readonly Parser _parser;
    private readonly ProblemList _problems;
    private readonly Dictionary<AnchorName, Node> _anchors = [];
    private int _depth;

    private PipelineYaml(Parser parser, ProblemList problems)
    {
        _parser = parser;
        _problems = problems;
    }

    /// <summary>The root mapping, or null after the reason was added to <paramref name="problems"/>.</summary>
    public static MappingNode? Read(string text, ProblemList problems)
    {
        try
        {
            PipelineYaml reader = new(new Parser(new StringReader(text)), problems);
            return reader.ReadDocument();
        }
        catch (YamlException broken)
        {
            var place = new ScalarNode("", true, (int)broken.Start.Line, (int)broken.Start.Column);
            problems.Add(place, null, $"broken YAML ({Sentence(broken.Message)})", "well-formed YAML",
                "Mend this first, the rest is checked afterwards; " + (text.Contains("${", StringComparison.Ordinal)
                    ? "inside { } a value with ${...} needs quotes"
                    : "often a quote, bracket or indentation is wrong"));
            return null;
        }
    }

    private MappingNode? ReadDocument()
    {
        const string remedy = "Begin with 'name:', 'purpose:' and 'sources:', as the sample pipeline does";
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            _problems.Add(new ScalarNode("", true, 1, 1), null, "an empty file", "a mapping of keys", remedy);
            return null;
        }

        var root = ReadNode();
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _problems.Add(new ScalarNode("", true, (int)second.Start.Line, (int)second.Start.Column), null,
                "a second document", "one pipeline per file", "Move it into a file of its own");
        }

        if (root is MappingNode mapping) return mapping;
        _problems.Add(root, null, root.Describe(), "a mapping of keys", remedy);
        return null;
    }

    private Node ReadNode()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value, out var target)
                ? target
                : throw new YamlException(alias.Start, alias.End, $"No anchor '{alias.Value}' before this alias.");
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            var plain = scalar.Style == ScalarStyle.Plain;
            return Anchored(scalar, new ScalarNode(scalar.Value, plain, LineOf(scalar), ColumnOf(scalar)));
        }

        if (++_depth > MaximumDepth)
        {
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "Nested too deeply.");
        }

        var node = _parser.TryConsume<SequenceStart>(out var list) ? ReadList(list) : ReadMapping();
        _depth--;
        return node;
    }

    private Node ReadList(SequenceStart start)
    {
        List<Node> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode());
        return Anchored(start, new ListNode(items, LineOf(start), ColumnOf(start)));
    }

    private Node ReadMapping()
    {
        var start = _parser.Consume<MappingStart>();
        List<Entry> entries = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode();
            var value = ReadNode();
            if (key is not ScalarNode name)
            {
                _problems.Add(key, null, key.Describe(), "a key", "Write the key as a single word");
            }
            else if (entries.Find(entry => entry.Key.Text == name.Text) is { } first)
            {
                _problems.Add(name, name.Text, "the key a second time", $"it once (first on line {first.Key.Line})",
                    "Remove one of them");
            }
            else
            {
                entries.Add(new Entry(name, value));
            }
        }

        return Anchored(start, new MappingNode(entries, LineOf(start), ColumnOf(start)));
    }

    private Node Anchored(NodeEvent start, Node node)
    {
        if (!start.Anchor.IsEmpty) _anchors[start.Anchor] = node;
        return node;
    }

    private static int LineOf(ParsingEvent read) => (int)read.Start.Line;

    private static int ColumnOf(ParsingEvent read) => (int)read.Start.Column;

    private static string Sentence(string message) => message.TrimEnd('.', ' ');
}
