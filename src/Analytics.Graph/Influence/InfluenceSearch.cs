using Analytics.Graph.Randomness;
using Analytics.Graph.Threads;

namespace Analytics.Graph.Influence;

/// <summary>One run of <see cref="InfluenceMaximization"/>.</summary>
internal sealed class InfluenceSearch
{
    private const int PilotSets = 32;

    private const int PilotShift = 3;

    /// <summary>Parts of the seed; rounds of validation take those that follow.</summary>
    private const ulong PilotPart = 0, SelectionPart = 1, PlainSelectionPart = 2, FirstValidationPart = 3;

    private readonly IndependentCascade _cascade;
    private readonly InfluenceOptions _options;
    private readonly SeedConstraints _constraints;
    private readonly int _seeds;
    private readonly CascadeWalks _walks;
    private readonly Supervision _supervision;
    private readonly bool[]? _left;
    private readonly SampleSchedule _schedule;
    private readonly SeedValidation _validation;

    public InfluenceSearch(
        IndependentCascade cascade, InfluenceOptions options, int seeds, Workers workers, Supervision supervision)
    {
        (_cascade, _options, _seeds, _supervision) = (cascade, options, seeds, supervision);
        _walks = new CascadeWalks(cascade.Incoming, workers);
        _constraints = options.Constraints ?? new SeedConstraints();
        _left = _constraints.Marks(cascade.VertexCount);
        _schedule = SampleSchedule.For(cascade.VertexCount, seeds, options);
        _validation = new SeedValidation(cascade.VertexCount, _walks);
    }

    public InfluenceResult Run()
    {
        double aim = (_constraints.LimitsGroups ? 0.5 : 1 - 1 / Math.E) - _options.Epsilon;
        ReverseSets sets = NewSets(SelectionPart, FindSentinels());
        double closest = 0;
        int round = 0;
        while (round < _schedule.Rounds - 1 && _schedule.SetsIn(round) < _options.LeastSets)
            round++;
        while (true)
        {
            bool last = round == _schedule.Rounds - 1;
            // Only seeds that are all chosen by these sets are good whatever the bounds say.
            if (last)
                sets = NewSets(PlainSelectionPart, Sentinels.None);
            sets.Grow(_schedule.SetsIn(round), _walks, _supervision.Cancel);
            SeedSelection selection = SeedSelection.Of(sets, _seeds, _constraints);
            double upper = SpreadBounds.Upper(selection.Best, sets.Count, _schedule.Cost);
            // Seeds hit more of the sets that they were chosen by than they will of others.
            int hits = selection.Covered.LastOrDefault();
            double ratio = SpreadBounds.Lower(hits, sets.Count, _schedule.Cost) / upper;
            if (last || ratio >= aim)
            {
                ulong seed = Xoshiro256.Derive(_options.Seed, FirstValidationPart + (ulong)round);
                _validation.Judge([.. selection.Seeds], sets.Count, seed, _supervision.Cancel);
                double lower = SpreadBounds.Lower(_validation.Hits, _validation.Sets, _schedule.Cost);
                ratio = last ? Math.Max(aim, lower / upper) : lower / upper;
                if (ratio >= aim)
                    return Result(selection, sets, lower, upper, ratio);
            }

            closest = Math.Max(closest, Math.Min(0.99, ratio / aim));
            _supervision.Reached(closest);
            round = NextAfter(round, ratio, aim, (double)hits / selection.Best);
        }
    }

    /// <summary>
    /// The gap between the ratio and what it tends to closes with the root of the number of sets. Rounds that are too
    /// small for the aim even if the ratio tends to what it would be without any doubt are passed over.
    /// </summary>
    private int NextAfter(int round, double ratio, double aim, double limit)
    {
        double needed = limit > aim && ratio < aim
            ? _schedule.SetsIn(round) * Math.Pow((limit - ratio) / (limit - aim), 2)
            : 0;
        round++;
        while (round < _schedule.Rounds - 1 && _schedule.SetsIn(round) < needed)
            round++;
        return Math.Min(round, _schedule.Rounds - 1);
    }

    private Sentinels FindSentinels()
    {
        ulong seed = Xoshiro256.Derive(_options.Seed, PilotPart);
        ReverseSets pilot = new(_cascade, seed, _left, Sentinels.None, PilotShift);
        pilot.Grow(PilotSets, _walks, _supervision.Cancel);
        return Sentinels.Find(pilot, _seeds, _constraints);
    }

    private ReverseSets NewSets(ulong part, Sentinels sentinels) =>
        new(_cascade, Xoshiro256.Derive(_options.Seed, part), _left, sentinels);

    private InfluenceResult Result(
        SeedSelection selection, ReverseSets sets, double lower, double upper, double ratio)
    {
        int n = sets.VertexCount;
        double spread = (double)n * _validation.Hits / _validation.Sets;
        // The sets that seeds were chosen by flatter them; they only tell how to share out what fresh ones say.
        double scale = spread / Math.Max(1, selection.Covered.LastOrDefault());
        List<InfluenceSeed> seeds = [];
        for (int i = 0; i < selection.Seeds.Count; i++)
        {
            int before = i > 0 ? selection.Covered[i - 1] : 0;
            seeds.Add(new InfluenceSeed(
                selection.Seeds[i], (selection.Covered[i] - before) * scale, selection.Covered[i] * scale));
        }

        _supervision.Reached(1);
        return new InfluenceResult(
            seeds, spread, n * lower, n * upper, ratio, _options.Epsilon,
            _schedule.Delta, sets.Count, _validation.AllSets, sets.SizeBytes);
    }
}
