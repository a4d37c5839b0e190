namespace Analytics.Pipeline.Definition;

/// <summary>Holds a file against the schema: unknown, missing and mistyped keys become problems.</summary>
internal sealed class SchemaReader(
    ProblemList problems,
    Surroundings surroundings,
    IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Reads <paramref name="node"/>; what is unsound in the result has been reported.</summary>
    public Section ReadMapping(MappingShape shape, MappingNode node, string path)
    {
        Section section = new(node, path);
        HashSet<string> meant = [];
        foreach (var (name, value) in node.Entries)
        {
            var key = shape.Keys.FirstOrDefault(candidate => candidate.Name == name.Text);
            if (key is null)
            {
                if (ReportUnknown(shape, section, name) is { } closest) meant.Add(closest);
            }
            else if (value is not ScalarNode { IsNull: true })
            {
                ReadKey(key, value, section);
            }
        }

        foreach (var key in shape.Keys.Where(key => !section.IsGiven(key.Name)))
        {
            section.Set(key.Name, DefaultOf(key, node, section), at: null);
            // A misspelt key is one mistake, not an unknown and a missing one.
            if (key.Required && !meant.Contains(key.Name)) ReportMissing(key, node, section);
        }

        return section;
    }

    private object? DefaultOf(Key key, MappingNode node, Section section)
    {
        if (key.Shape is not MappingShape inner || inner.Keys.Any(child => child.Required)) return key.Default;
        return ReadMapping(inner, new MappingNode([], node.Line, node.Column), section.KeyPath(key.Name));
    }

    private void ReadKey(Key key, Node node, Section section)
    {
        if (TryRead(key.Shape, node, section.KeyPath(key.Name), out var value)) section.Set(key.Name, value, node);
        else section.SetUnsound(key.Name, node);
    }

    private bool TryRead(Shape shape, Node node, string path, out object? value)
    {
        value = null;
        switch (shape, node)
        {
            case (ValueShape single, ScalarNode scalar):
                return TryReadValue(single, scalar, path, out value);
            case (MappingShape inner, MappingNode mapping):
                value = ReadMapping(inner, mapping, path);
                return true;
            case (TableShape, MappingNode mapping):
                value = ReadTable(mapping, path);
                return true;
            case (ListShape list, ListNode items):
                value = ReadList(list, items, path);
                return true;
            default:
                var expected = Describe(shape);
                problems.Add(node, path, node.Describe(), expected, RemedyFor(shape));
                return false;
        }
    }

    private bool TryReadValue(ValueShape shape, ScalarNode node, string path, out object? value)
    {
        value = null;
        var text = Variables.Expand(node, path, environment, problems);
        if (text is null) return false;
        if (shape.Parse(text, surroundings, out value)) return true;

        var found = text == node.Text ? node.Describe() : $"{node.Describe()}, which is '{text}' here";
        var closest = shape.Names is null ? null : ClosestName.Find(text, shape.Names);
        problems.Add(node, path, found, shape.Expected,
            closest is null ? "Write such a value" : $"Did you mean '{closest}'?");
        return false;
    }

    private List<TableRow> ReadTable(MappingNode mapping, string path)
    {
        List<TableRow> rows = [];
        foreach (var (name, node) in mapping.Entries)
        {
            var rowPath = $"{path}.{name.Text}";
            if (node is ScalarNode { IsNull: false } scalar)
            {
                rows.Add(new TableRow(name, Variables.Expand(scalar, rowPath, environment, problems)));
                continue;
            }

            rows.Add(new TableRow(name, null));
            problems.Add(node, rowPath, node.Describe(), "a column name or an SQL expression",
                "Write the name as it stands in the file, or an expression in quotes");
        }

        return rows;
    }

    private List<object?> ReadList(ListShape shape, ListNode node, string path)
    {
        if (node.Items.Count < shape.Minimum)
        {
            problems.Add(node, path, "an empty list", "at least one item", "Add one");
        }

        List<object?> items = [];
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (TryRead(shape.Item, node.Items[i], $"{path}[{i}]", out var item)) items.Add(item);
        }

        return items;
    }

    private string? ReportUnknown(MappingShape shape, Section section, ScalarNode name)
    {
        var names = shape.Keys.Select(key => key.Name);
        var closest = ClosestName.Find(name.Text, names);
        var home = closest is null ? HomeOf(name.Text, PipelineSchema.Root, "") : null;
        var remedy = closest is not null ? $"Did you mean '{closest}'?"
            : home is not null ? $"Move it to '{home}', where it belongs"
            : "Remove it";
        problems.Add(name, section.KeyPath(name.Text), "an unknown key", "one of " + string.Join(", ", names), remedy);
        return closest;
    }

    private void ReportMissing(Key key, MappingNode node, Section section) => problems.Add(
        node, section.KeyPath(key.Name), "nothing", Describe(key.Shape), $"Add it, for instance {key.Example}");

    /// <summary>The section that has a key of this name, for keys that were put at the wrong level.</summary>
    private static string? HomeOf(string name, MappingShape shape, string path)
    {
        foreach (var key in shape.Keys)
        {
            if (key.Name == name && path.Length > 0) return path;
            var inner = key.Shape is ListShape list ? list.Item : key.Shape;
            var innerPath = path.Length == 0 ? key.Name : $"{path}.{key.Name}";
            if (inner is MappingShape mapping && HomeOf(name, mapping, innerPath) is { } home) return home;
        }

        return null;
    }

    private static string Describe(Shape shape) => shape switch
    {
        ValueShape single => single.Expected,
        MappingShape mapping => "a mapping with " + string.Join(", ", mapping.Keys.Select(key => key.Name)),
        TableShape => "a mapping from canonical columns to columns of the file",
        ListShape { Item: MappingShape } => "a list of mappings",
        _ => "a list of values",
    };

    private static string RemedyFor(Shape shape) => shape switch
    {
        ListShape => "Write a list: [a, b], or one item per line after '- '",
        ValueShape => "Write a single value",
        _ => "Write 'key: value' pairs, indented below the key or in { }",
    };
}
