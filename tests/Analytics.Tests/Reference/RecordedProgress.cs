namespace Analytics.Tests.Reference;

/// <summary>Keeps what was reported, at once and in order (unlike <see cref="Progress{T}"/>).</summary>
public sealed class RecordedProgress : IProgress<double>
{
    private readonly List<double> _values = [];

    public void Report(double value) => _values.Add(value);

    public void AssertRisesToOne()
    {
        Assert.True(_values.Count > 2, "hardly any progress was reported");
        Assert.Equal(_values.Order(), _values);
        Assert.InRange(_values[0], 0, 1);
        Assert.Equal(1, _values[^1]);
    }
}
