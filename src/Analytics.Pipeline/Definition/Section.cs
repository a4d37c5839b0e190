namespace Analytics.Pipeline.Definition;

/// <summary>A mapping after reading: typed values, defaults filled in, and the place of each key.</summary>
internal sealed class Section(Node place, string path)
{
    private readonly Dictionary<string, object?> _values = [];
    private readonly Dictionary<string, Node> _places = [];
    private readonly HashSet<string> _unsound = [];

    /// <summary>Where the mapping begins.</summary>
    public Node Place => place;

    /// <summary>Full name of a key, for messages.</summary>
    public string KeyPath(string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>Where the value of the key stands, or the mapping when the key is absent.</summary>
    public Node At(string key) => _places.GetValueOrDefault(key, place);

    public bool IsGiven(string key) => _places.ContainsKey(key);

    /// <summary>Whether the key holds something that can be relied on: a valid value or a default.</summary>
    public bool IsSound(string key) => !_unsound.Contains(key) && _values.GetValueOrDefault(key) is not null;

    /// <summary>Value or default of a key that has one.</summary>
    public T Value<T>(string key) => (T)_values[key]!;

    /// <summary>Value of a key that may be absent.</summary>
    public T? Optional<T>(string key)
        where T : struct => (T?)_values.GetValueOrDefault(key);

    /// <summary>Value of a key that may be absent, as text or section.</summary>
    public T? Reference<T>(string key)
        where T : class => (T?)_values.GetValueOrDefault(key);

    /// <summary>Items of a list; none when the key is absent.</summary>
    public IEnumerable<T> Items<T>(string key) =>
        ((IReadOnlyList<object?>?)_values.GetValueOrDefault(key) ?? []).OfType<T>();

    public void Set(string key, object? value, Node? at)
    {
        _values[key] = value;
        if (at is not null) _places[key] = at;
    }

    public void SetUnsound(string key, Node at)
    {
        _unsound.Add(key);
        _places[key] = at;
    }
}

/// <summary>A row of a <see cref="TableShape"/>; the text is null when a variable in it is not set.</summary>
internal sealed record TableRow(ScalarNode Key, string? Text);
