using System.Numerics;
using System.Runtime.CompilerServices;
using Analytics.Graph.Csr;

namespace Analytics.Graph.Centrality;

/// <summary>
/// Adds up, in float64, what the ends of the arcs of each row give. Every row has its own sum, in an order that follows
/// from the graph alone.
/// <para>Rows are taken one after the other, or four of about equal length side by side (<see cref="RowOrder"/>): then
/// four additions need not wait for one another. That pays as long as what is given fits into a cache; beyond, arcs
/// should be read in the order in which they lie.</para>
/// </summary>
/// <typeparam name="T">float or double</typeparam>
internal readonly unsafe struct RowSums<T>(CsrGraph graph, bool hasEqualWeights, RowOrder? order)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Writes the sums of <paramref name="count"/> rows from <paramref name="first"/> on.</summary>
    /// <param name="first">First row of a stretch.</param>
    /// <param name="count">At most <see cref="RowOrder.Stretch"/>.</param>
    /// <param name="given">One value per vertex, per unit of weight or, if all weights are equal, per arc.</param>
    /// <param name="sums">One value per row.</param>
    public void Of(int first, int count, T* given, double* sums)
    {
        // Rows and ids are in range by construction of the graph: no bounds checks in the hot loops.
        fixed (long* offset = graph.Offsets)
        fixed (int* source = graph.TargetArray)
        fixed (float* weight = hasEqualWeights ? null : graph.StoredWeights)
        {
            if (order is null)
                InTurn(offset + first, source, hasEqualWeights ? null : weight, count, given, sums);
            else
            {
                fixed (ushort* place = order.Places)
                {
                    if (hasEqualWeights)
                        SideBySide(offset + first, source, place + first, count, given, sums);
                    else
                        SideBySide(offset + first, source, weight, place + first, count, given, sums);
                }
            }
        }
    }

    private static void InTurn(long* offset, int* source, float* weight, int count, T* given, double* sums)
    {
        if (weight == null)
        {
            for (int i = 0; i < count; i++)
                sums[i] = Sum(given, source + offset[i], source + offset[i + 1]);
        }
        else
        {
            for (int i = 0; i < count; i++)
                sums[i] = Sum(given, source + offset[i], weight + offset[i], offset[i + 1] - offset[i]);
        }
    }

    private static void SideBySide(long* offset, int* source, ushort* place, int count, T* given, double* sums)
    {
        int i = 0;
        for (; i < count - 3; i += 4)
        {
            (int a, int b, int c, int d) = (place[i], place[i + 1], place[i + 2], place[i + 3]);
            int* atA = source + offset[a];
            int* atB = source + offset[b];
            int* atC = source + offset[c];
            int* atD = source + offset[d];
            (double sumA, double sumB, double sumC, double sumD) = (0, 0, 0, 0);
            long shared = Shortest(offset, place + i);
            for (long j = 0; j < shared; j++)
            {
                sumA += double.CreateTruncating(given[atA[j]]);
                sumB += double.CreateTruncating(given[atB[j]]);
                sumC += double.CreateTruncating(given[atC[j]]);
                sumD += double.CreateTruncating(given[atD[j]]);
            }

            sums[a] = sumA + Sum(given, atA + shared, source + offset[a + 1]);
            sums[b] = sumB + Sum(given, atB + shared, source + offset[b + 1]);
            sums[c] = sumC + Sum(given, atC + shared, source + offset[c + 1]);
            sums[d] = sumD + Sum(given, atD + shared, source + offset[d + 1]);
        }

        for (; i < count; i++)
            sums[place[i]] = Sum(given, source + offset[place[i]], source + offset[place[i] + 1]);
    }

    private static void SideBySide(
        long* offset, int* source, float* weight, ushort* place, int count, T* given, double* sums)
    {
        int i = 0;
        for (; i < count - 3; i += 4)
        {
            (int a, int b, int c, int d) = (place[i], place[i + 1], place[i + 2], place[i + 3]);
            (long atA, long atB, long atC, long atD) = (offset[a], offset[b], offset[c], offset[d]);
            (double sumA, double sumB, double sumC, double sumD) = (0, 0, 0, 0);
            long shared = Shortest(offset, place + i);
            for (long j = 0; j < shared; j++)
            {
                sumA += double.CreateTruncating(given[source[atA + j]]) * weight[atA + j];
                sumB += double.CreateTruncating(given[source[atB + j]]) * weight[atB + j];
                sumC += double.CreateTruncating(given[source[atC + j]]) * weight[atC + j];
                sumD += double.CreateTruncating(given[source[atD + j]]) * weight[atD + j];
            }

            sums[a] = sumA + Sum(given, source + atA + shared, weight + atA + shared, offset[a + 1] - atA - shared);
            sums[b] = sumB + Sum(given, source + atB + shared, weight + atB + shared, offset[b + 1] - atB - shared);
            sums[c] = sumC + Sum(given, source + atC + shared, weight + atC + shared, offset[c + 1] - atC - shared);
            sums[d] = sumD + Sum(given, source + atD + shared, weight + atD + shared, offset[d + 1] - atD - shared);
        }

        for (; i < count; i++)
        {
            long at = offset[place[i]];
            sums[place[i]] = Sum(given, source + at, weight + at, offset[place[i] + 1] - at);
        }
    }

    /// <summary>Very long rows are in no order, so the first of four need not be the shortest.</summary>
    private static long Shortest(long* offset, ushort* place) => Math.Min(
        Math.Min(offset[place[0] + 1] - offset[place[0]], offset[place[1] + 1] - offset[place[1]]),
        Math.Min(offset[place[2] + 1] - offset[place[2]], offset[place[3] + 1] - offset[place[3]]));

    /// <summary>Two sums, so that one addition need not wait for the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(T* given, int* source, int* end)
    {
        double even = 0;
        double odd = 0;
        for (; source < end - 1; source += 2)
        {
            even += double.CreateTruncating(given[source[0]]);
            odd += double.CreateTruncating(given[source[1]]);
        }

        return even + odd + (source < end ? double.CreateTruncating(given[*source]) : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(T* given, int* source, float* weight, long count)
    {
        double sum = 0;
        for (long i = 0; i < count; i++)
            sum += double.CreateTruncating(given[source[i]]) * weight[i];
        return sum;
    }
}
