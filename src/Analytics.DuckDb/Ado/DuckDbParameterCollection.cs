using System.Collections;
using System.Data.Common;

namespace Analytics.DuckDb;

/// <summary>The parameters of a command, in order of position.</summary>
public sealed class DuckDbParameterCollection : DbParameterCollection
{
    private readonly List<DuckDbParameter> _parameters = [];

    public override int Count => _parameters.Count;

    public override object SyncRoot => ((ICollection)_parameters).SyncRoot;

    public new DuckDbParameter this[int index] => _parameters[index];

    public new DuckDbParameter this[string parameterName] => _parameters[Existing(parameterName)];

    public DuckDbParameter Add(DuckDbParameter parameter)
    {
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Adds a parameter for <c>$name</c>.</summary>
    public DuckDbParameter Add(string name, object? value) => Add(new DuckDbParameter(name, value));

    public override int Add(object value)
    {
        _parameters.Add(Checked(value));
        return _parameters.Count - 1;
    }

    public override void AddRange(Array values)
    {
        foreach (var value in values)
            Add(value!);
    }

    public override void Clear() => _parameters.Clear();

    public override bool Contains(object value) => IndexOf(value) >= 0;

    public override bool Contains(string value) => IndexOf(value) >= 0;

    public override void CopyTo(Array array, int index) => ((ICollection)_parameters).CopyTo(array, index);

    public override IEnumerator GetEnumerator() => _parameters.GetEnumerator();

    public override int IndexOf(object value) => value is DuckDbParameter own ? _parameters.IndexOf(own) : -1;

    public override int IndexOf(string parameterName)
    {
        var name = parameterName.TrimStart('$', '@', ':');
        return _parameters.FindIndex(p => p.ParameterName.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    public override void Insert(int index, object value) => _parameters.Insert(index, Checked(value));

    public override void Remove(object value) => _parameters.Remove(Checked(value));

    public override void RemoveAt(int index) => _parameters.RemoveAt(index);

    public override void RemoveAt(string parameterName) => RemoveAt(Existing(parameterName));

    protected override DbParameter GetParameter(int index) => _parameters[index];

    protected override DbParameter GetParameter(string parameterName) => this[parameterName];

    protected override void SetParameter(int index, DbParameter value) => _parameters[index] = Checked(value);

    protected override void SetParameter(string parameterName, DbParameter value) =>
        SetParameter(Existing(parameterName), value);

    private int Existing(string name) => IndexOf(name) is >= 0 and var index
        ? index
        : throw new ArgumentException($"There is no parameter '{name}'.", nameof(name));

    private static DuckDbParameter Checked(object value) => value as DuckDbParameter
        ?? throw new ArgumentException($"Expected a DuckDbParameter, found {value?.GetType().Name ?? "null"}.");
}
