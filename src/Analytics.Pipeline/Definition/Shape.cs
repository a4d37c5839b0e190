namespace Analytics.Pipeline.Definition;

/// <summary>What may stand at a place of the pipeline file.</summary>
internal abstract record Shape;

/// <summary>A single value.</summary>
/// <param name="Expected">What a message asks for.</param>
/// <param name="Parse">Reads the text after variables were put in.</param>
/// <param name="Names">The words allowed, if the value is a choice; used to suggest the closest.</param>
internal sealed record ValueShape(string Expected, ValueParser Parse, IReadOnlyList<string>? Names = null) : Shape;

/// <summary>A mapping with known keys.</summary>
internal sealed record MappingShape(params IReadOnlyList<Key> Keys) : Shape;

/// <summary>A mapping of texts whose keys are free here; which are allowed may depend on other keys.</summary>
internal sealed record TableShape : Shape;

/// <summary>A list of equal things.</summary>
internal sealed record ListShape(Shape Item, int Minimum = 0) : Shape;

/// <summary>A key of a mapping.</summary>
/// <param name="Name">As written in the file.</param>
/// <param name="Shape">What it may hold.</param>
/// <param name="Default">What counts when the key is absent.</param>
/// <param name="Example">Given for required keys: what a message proposes to add.</param>
internal sealed record Key(string Name, Shape Shape, object? Default = null, string? Example = null)
{
    public bool Required => Example is not null;
}

/// <summary>Reads a value; false when <paramref name="text"/> is not one.</summary>
internal delegate bool ValueParser(string text, Surroundings surroundings, out object? value);

/// <summary>What values are relative to.</summary>
/// <param name="Folder">Folder of the pipeline file.</param>
/// <param name="Home">The user's own folder.</param>
internal sealed record Surroundings(string Folder, string Home)
{
    /// <summary>Absolute form of a path in the file.</summary>
    public string Absolute(string path)
    {
        if (path == "~") return Home;
        if (path.StartsWith("~/", StringComparison.Ordinal)) path = Path.Combine(Home, path[2..]);
        return Path.GetFullPath(path, Folder);
    }
}
