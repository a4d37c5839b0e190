namespace Analytics.Pipeline.Leaders;

/// <summary>
/// What each component weighs in the score, which is the weighted mean of percentile ranks within the community.
/// 0 leaves a component out; a negative weight makes it cost.
/// </summary>
public sealed class LeaderWeights : IEquatable<LeaderWeights>
{
    private readonly double[] _weights;

    private LeaderWeights(double[] weights) => _weights = weights;

    /// <summary>What counts where the pipeline file names no weights.</summary>
    public static LeaderWeights Default { get; } = Of(component => component.DefaultWeight);

    /// <summary>Weights by name, for output; in the order of <see cref="LeaderComponents.All"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Values =>
        [.. LeaderComponents.All.Zip(_weights, (component, weight) => KeyValuePair.Create(component.Name, weight))];

    /// <summary>One weight per component of <see cref="LeaderComponents.All"/>.</summary>
    internal ReadOnlySpan<double> Span => _weights;

    /// <summary>The weight of a component.</summary>
    public double this[string component] => _weights[LeaderComponents.IndexOf(component)];

    /// <summary>Takes each weight from a function of its component.</summary>
    public static LeaderWeights Of(Func<LeaderComponent, double> weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return new LeaderWeights([.. LeaderComponents.All.Select(weight)]);
    }

    /// <summary>These weights; every other component weighs nothing.</summary>
    public static LeaderWeights Only(params IReadOnlyList<(string Component, double Weight)> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var all = new double[LeaderComponents.All.Count];
        foreach (var (component, weight) in weights)
            all[LeaderComponents.IndexOf(component)] = weight;
        return new LeaderWeights(all);
    }

    /// <summary>The same with one weight replaced.</summary>
    public LeaderWeights With(string component, double weight)
    {
        double[] all = [.. _weights];
        all[LeaderComponents.IndexOf(component)] = weight;
        return new LeaderWeights(all);
    }

    public bool Equals(LeaderWeights? other) => other is not null && _weights.AsSpan().SequenceEqual(other._weights);

    public override bool Equals(object? obj) => Equals(obj as LeaderWeights);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (var weight in _weights)
            hash.Add(weight);
        return hash.ToHashCode();
    }
}
