using Analytics.Pipeline.Definition;
using static Analytics.Pipeline.Samples.Model.SampleRandom;

namespace Analytics.Pipeline.Samples.Model;

/// <summary>Actor acts on target; the post is named by author and number, −1 where there is none.</summary>
internal readonly record struct Interaction(
    int Actor, int Target, InteractionKind Kind, int PostAuthor, int PostNumber, long AtMs);

/// <summary>
/// Interactions in the order of time, one after the other: somebody is active, reacts to an account that it follows (in
/// its community leaders first, celebrities hardly), shares what it saw or what those it follows have just shared, gets
/// an answer now and then; botnets like the same post within seconds. Keeps 8 bytes per account: what each shared last,
/// which is what lets a cascade travel more than one step along follow edges.
/// </summary>
internal sealed class InteractionModel
{
    private const double LeaderPull = 0.26;
    private const double LoudPull = 0.2;
    private const double SecondHand = 0.35;
    private const long PermutationStep = 1_000_003;
    private readonly Population _population;
    private readonly FollowModel _follows;
    private readonly PostModel _posts;
    private readonly ulong _key;
    private readonly long _total;
    private readonly int[] _sharedAuthor;
    private readonly int[] _sharedNumber;
    private readonly Queue<Interaction> _pending = new();
    private readonly double _burstChance;
    private readonly double _mixing;
    private readonly double _leaderPull;
    private long _emitted;
    private long _drawn;

    public InteractionModel(Population population, FollowModel follows, PostModel posts, long total)
    {
        (_population, _follows, _posts, _total) = (population, follows, posts, total);
        _key = Key(population.Options.Seed, Streams.Interaction);
        _mixing = population.Communities.Length > 1 ? population.Options.Mixing : 0;
        _leaderPull = LeaderPull * (1 - (population.Options.Noise / 2));
        _sharedAuthor = new int[population.Members];
        _sharedNumber = new int[population.Members];
        Array.Fill(_sharedAuthor, -1);
        // Bots act about twice as often as others.
        var share = population.Botnets > 0 ? Math.Min(0.3, 2 * population.Options.Bots) : 0;
        _burstChance = share / (1 - share) / population.BotnetSize;
    }

    /// <summary>The next interaction; false after exactly the asked number.</summary>
    public bool TryNext(out Interaction interaction)
    {
        interaction = default;
        if (_emitted == _total) return false;

        if (!_pending.TryDequeue(out interaction)) interaction = Draw();
        _emitted++;
        return true;
    }

    private Interaction Draw()
    {
        for (; ; )
        {
            var draws = new Draws(At(_key, (ulong)_drawn++));
            var time = (_emitted + draws.Unit()) / _total;
            if (draws.Unit() < _burstChance && Burst(time, ref draws)) return _pending.Dequeue();
            if (TryReact(time, ref draws, out var interaction)) return interaction;
        }
    }

    private bool TryReact(double time, ref Draws draws, out Interaction interaction)
    {
        var actor = Active(ref draws);
        var slots = _follows.SlotsOf(actor);
        var kind = KindOf(draws.Unit());
        var at = _population.Clock.At(time);
        interaction = default;
        if (kind == InteractionKind.Mention)
        {
            interaction = new Interaction(actor, Target(actor, slots, kind, ref draws), kind, -1, -1, at);
            return true;
        }

        if (kind == InteractionKind.Repost && draws.Unit() < SecondHand
            && TryShareOnwards(actor, slots, at, ref draws, out interaction))
            return true;

        for (var attempt = 0; attempt < 6; attempt++)
        {
            var target = Target(actor, slots, kind, ref draws);
            var post = _posts.PickBefore(target, time, draws.Next());
            if (post < 0) continue;

            interaction = new Interaction(actor, target, kind, target, post, at);
            if (kind == InteractionKind.Repost) (_sharedAuthor[actor], _sharedNumber[actor]) = (target, post);
            if (kind == InteractionKind.Reply) Answer(interaction, ref draws);
            return true;
        }

        // Nobody whom the actor follows has posted yet.
        return false;
    }

    /// <summary>Shares what a followed account shared before.</summary>
    private bool TryShareOnwards(
        int actor, in FollowSlots slots, long at, ref Draws draws, out Interaction interaction)
    {
        interaction = default;
        var through = _follows.Followee(slots, Slot(slots, ref draws));
        var author = _sharedAuthor[through];
        if (author < 0 || author == actor || author == through) return false;

        var number = _sharedNumber[through];
        interaction = new Interaction(actor, author, InteractionKind.Repost, author, number, at);
        (_sharedAuthor[actor], _sharedNumber[actor]) = (author, number);
        return true;
    }

    /// <summary>
    /// Somebody who is active: communities in proportion to size, inside a community by an activity order that has
    /// nothing to do with how much an account is followed.
    /// </summary>
    private int Active(ref Draws draws)
    {
        ref readonly var community = ref _population.CommunityOf(draws.Below(_population.Members));
        var u = draws.Unit();
        var rank = (long)(community.Size * u * Math.Sqrt(u));
        // The step is a prime above every size, so this is a permutation.
        return community.Start + (int)(((rank * PermutationStep) + community.Index) % community.Size);
    }

    private int Slot(in FollowSlots slots, ref Draws draws) =>
        slots.Cross > 0 && draws.Unit() < _mixing
            ? draws.Below(slots.Cross)
            : slots.Cross + draws.Below(slots.Inside);

    private int Target(int actor, in FollowSlots slots, InteractionKind kind, ref Draws draws)
    {
        if (slots.Cross > 0 && draws.Unit() < _mixing) return _follows.Followee(slots, draws.Below(slots.Cross));

        ref readonly var own = ref _population.CommunityOf(actor);
        if (draws.Unit() < _leaderPull)
        {
            // Leaders are also heard by those who do not follow them, but shared mostly by those who do.
            var known = slots.Leaders > 0 && draws.Unit() < (kind == InteractionKind.Repost ? 0.95 : 0.4);
            var u = draws.Unit();
            var leader = known
                ? _follows.Followee(slots, slots.Cross + draws.Below(slots.Leaders))
                : own.LeaderStart + (int)(own.Leaders * u * Math.Sqrt(u));
            if (leader != actor) return leader;
        }

        // A like costs nothing: a few hubs that are loud rather than heard collect many.
        if (kind == InteractionKind.Like && draws.Unit() < LoudPull)
        {
            var loud = own.HubStart + draws.Rank(own.Hubs);
            if (loud != actor) return loud;
        }

        var target = actor;
        for (var attempt = 0; attempt < 4; attempt++)
        {
            target = _follows.Followee(slots, slots.Cross + draws.Below(slots.Inside));
            if (draws.Unit() < Appeal(own.RoleOf(target), kind)) break;
        }

        return target;
    }

    /// <summary>How readily a follower reacts; the well known collect likes rather than talk.</summary>
    private static double Appeal(AccountRole role, InteractionKind kind) => role switch
    {
        AccountRole.Celebrity => kind == InteractionKind.Like ? 0.05 : 0.01,
        AccountRole.Hub => kind == InteractionKind.Like ? 0.5 : 0.08,
        AccountRole.Inflated => 0.1,
        _ => 1,
    };

    private static InteractionKind KindOf(double u) => u switch
    {
        < 0.55 => InteractionKind.Like,
        < 0.70 => InteractionKind.Reply,
        < 0.86 => InteractionKind.Repost,
        < 0.95 => InteractionKind.Mention,
        _ => InteractionKind.Quote,
    };

    /// <summary>Leaders talk back: the author of the thread answers within hours.</summary>
    private void Answer(in Interaction reply, ref Draws draws)
    {
        var willing = _population.RoleOf(reply.Target) switch
        {
            AccountRole.Leader => 0.55,
            AccountRole.Celebrity => 0.01,
            AccountRole.Hub or AccountRole.Inflated => 0.08,
            _ => 0.2,
        };
        if (draws.Unit() >= willing) return;

        var u = draws.Unit();
        var at = reply.AtMs + 60_000 + (long)(u * u * u * 6 * 3_600_000);
        if (at >= _population.Clock.EndMs) return;
        _pending.Enqueue(reply with { Actor = reply.Target, Target = reply.Actor, AtMs = at });
    }

    /// <summary>A botnet reacts to one post of its client, all with the same delay to the second.</summary>
    private bool Burst(double time, ref Draws draws)
    {
        var botnet = draws.Below(_population.Botnets);
        var client = _population.BotClient(botnet, draws.Below(3));
        var post = _posts.PickBefore(client, time, draws.Next());
        if (post < 0) return false;

        var at = _population.Clock.At(time) / 1000 * 1000 + 999;
        var kind = draws.Unit() < 0.85 ? InteractionKind.Like : InteractionKind.Repost;
        var first = _population.Members + (botnet * _population.BotnetSize);
        for (var bot = first; bot < first + _population.BotnetSize; bot++)
            _pending.Enqueue(new Interaction(bot, client, kind, client, post, at));
        return true;
    }
}
