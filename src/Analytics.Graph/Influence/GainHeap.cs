namespace Analytics.Graph.Influence;

/// <summary>A binary heap of candidates: the largest gain leads, among equal gains the smallest candidate.</summary>
internal sealed class GainHeap(int capacity)
{
    private readonly int[] _candidates = new int[capacity];
    private readonly double[] _gains = new double[capacity];

    public int Count { get; private set; }

    public int Leader => _candidates[0];

    public double LeadingGain => _gains[0];

    public void Push(int candidate, double gain)
    {
        int place = Count++;
        while (place > 0 && Precedes(candidate, gain, (place - 1) / 2))
        {
            Copy((place - 1) / 2, place);
            place = (place - 1) / 2;
        }

        (_candidates[place], _gains[place]) = (candidate, gain);
    }

    /// <summary>Gives the leader a gain that is not larger than the one it has.</summary>
    public void LowerLeader(double gain)
    {
        int candidate = _candidates[0];
        int place = 0;
        while (true)
        {
            int child = 2 * place + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && Precedes(_candidates[child + 1], _gains[child + 1], child))
                child++;
            if (Precedes(candidate, gain, child))
                break;
            Copy(child, place);
            place = child;
        }

        (_candidates[place], _gains[place]) = (candidate, gain);
    }

    private bool Precedes(int candidate, double gain, int place) =>
        gain > _gains[place] || (gain == _gains[place] && candidate < _candidates[place]);

    private void Copy(int from, int to) => (_candidates[to], _gains[to]) = (_candidates[from], _gains[from]);
}
