namespace Analytics.Pipeline.Definition;

/// <summary>Collects the mistakes of one pipeline file.</summary>
internal sealed class ProblemList(string file)
{
    private readonly List<Problem> _problems = [];

    public void Add(Node at, string? key, string found, string expected, string remedy) =>
        _problems.Add(new Problem(file, at.Line, at.Column, key, found, expected, remedy));

    /// <summary>Throws all mistakes, or returns when there are none.</summary>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0) throw ToException();
    }

    /// <summary>All mistakes, in the order of the file.</summary>
    public UserException ToException() =>
        new([.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
}
