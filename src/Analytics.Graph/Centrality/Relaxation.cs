namespace Analytics.Graph.Centrality;

/// <summary>
/// Chooses ω of the second-order iteration <c>s ← ω·r + (ω − 1)·s</c>, which on matrices with real eigenvalues in
/// [−ρ, ρ] converges like the square root of the power method's number of iterations if
/// <c>ω = 2 / (1 + √(1 − ρ²))</c> (Golub and Varga 1961).
/// <para>ρ is found on the way, after Hageman and Young (1981, "Applied iterative methods"): if what is lacking shrinks
/// by the factor g, then the largest eigenvalue in it is <c>(g² + ω − 1) / (ω·g)</c>. A ρ that is still too small only
/// makes the iteration slower, never wrong.</para>
/// </summary>
internal sealed class Relaxation(double bound)
{
    private const int FirstSweeps = 4;

    private double _largest;
    private double _before;
    private double _last;
    private int _sweeps;

    /// <summary>ω for the next step.</summary>
    public double Value { get; private set; } = 1;

    /// <summary>Takes note of what is lacking after a sweep.</summary>
    public void Observe(double lacking)
    {
        double factor = Math.Sqrt(lacking / _before); // of one sweep, the mean of two
        (_before, _last) = (_last, lacking);
        if (++_sweeps < FirstSweeps || !(factor > 0 && factor < 1))
            return;
        double eigenvalue = (factor * factor + Value - 1) / (Value * factor);
        _largest = Math.Clamp(eigenvalue, _largest, bound);
        Value = 2 / (1 + Math.Sqrt(1 - _largest * _largest));
    }
}
