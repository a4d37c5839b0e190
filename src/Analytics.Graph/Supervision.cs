namespace Analytics.Graph;

/// <summary>How a long kernel reports its progress and learns that it shall stop, as one value to hand down.</summary>
internal readonly record struct Supervision(IProgress<double>? Progress, CancellationToken Cancel)
{
    private const int Stride = 1 << 16;

    private double Start { get; init; }

    private double Share { get; init; } = 1;

    /// <summary>The same, for a part of the work that begins at <paramref name="start"/> and takes
    /// <paramref name="share"/> of it.</summary>
    public Supervision Part(double start, double share) =>
        this with { Start = Start + start * Share, Share = share * Share };

    /// <summary>Called for every step of a loop; looks up only now and then.</summary>
    public void At(int step, int steps)
    {
        if ((step & (Stride - 1)) == 0)
            Reached((double)step / Math.Max(1, steps));
    }

    /// <summary>The same from one of several workers: all look whether to stop, one of them reports.</summary>
    public void ReachedBy(int worker, double done)
    {
        Cancel.ThrowIfCancellationRequested();
        if (worker == 0)
            Progress?.Report(Start + Share * done);
    }

    /// <summary>Says how much of this part is done.</summary>
    /// <exception cref="OperationCanceledException">The work shall stop.</exception>
    public void Reached(double done)
    {
        Cancel.ThrowIfCancellationRequested();
        Progress?.Report(Start + Share * done);
    }
}
