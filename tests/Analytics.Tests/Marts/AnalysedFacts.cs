namespace Analytics.Tests.Marts;

/// <summary>
/// Synthetic facts with their marts, made once for all tests of a class; each test undoes what it changes.
/// </summary>
public sealed class AnalysedFacts : IDisposable
{
    public AnalysedFacts() => Facts.Analyse(TestDefinition.WithBriefs);

    internal Facts Facts { get; } = SyntheticFacts.Fill(new Facts(), 1000, 8);

    public void Dispose() => Facts.Dispose();

    /// <summary>Does something to the tables, looks at them, and takes it back.</summary>
    internal void After(string change, Action<Facts> look)
    {
        Facts.Connection.Execute("BEGIN TRANSACTION");
        try
        {
            Facts.Connection.Execute(change);
            look(Facts);
        }
        finally
        {
            Facts.Connection.Execute("ROLLBACK");
        }
    }
}
