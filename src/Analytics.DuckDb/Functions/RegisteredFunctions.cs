namespace Analytics.DuckDb;

/// <summary>
/// The functions in C# of one database, by name and parameter types. The engine silently keeps the first of two with
/// the same signature; here the later one takes its place.
/// </summary>
internal sealed class RegisteredFunctions
{
    private readonly Dictionary<string, object> _slots = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Puts <paramref name="function"/> into its slot; the first time, <paramref name="register"/> makes the slot known
    /// to the engine.
    /// </summary>
    public void Set<T>(
        string name, IReadOnlyList<DuckDbLogicalType> parameters, T function, Action<FunctionSlot<T>> register)
        where T : class
    {
        var signature = $"{name}({string.Join(", ", parameters)}) {typeof(T).Name}";
        lock (_slots)
        {
            if (_slots.TryGetValue(signature, out var known))
            {
                ((FunctionSlot<T>)known).Function = function;
                return;
            }
            var slot = new FunctionSlot<T> { Function = function };
            register(slot);
            _slots[signature] = slot;
        }
    }
}

/// <summary>What the engine holds instead of the function itself, so that it can be exchanged.</summary>
internal sealed class FunctionSlot<T>
    where T : class
{
    private volatile T? _function;

    public T Function
    {
        get => _function!;
        set => _function = value;
    }
}
