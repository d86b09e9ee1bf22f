using System;
using System.Linq;

namespace Vas.Domain.Settlement;

/// <summary>What so many complaints come to (features.md V7).</summary>
/// <param name="Complaints">How many count.</param>
/// <param name="Subscribers">Active subscriptions at the month's start.</param>
/// <param name="Rate">
/// Complaints per so many subscribers, four decimals; null when there are too few of either to speak of a rate. The grade is
/// found on the exact quotient.
/// </param>
/// <param name="Factor">By which the month's settlement is multiplied; 1 without a rate.</param>
public sealed record RateResult(int Complaints, int Subscribers, decimal? Rate, decimal Factor)
{
    public static RateResult Of(int complaints, int subscribers, RateTerms terms)
    {
        if (subscribers < terms.MinBase || complaints < terms.MinCount)
        {
            return new(complaints, subscribers, Rate: null, Factor: 1);
        }

        // Multiplied out, not divided: a bound belongs to its grade to the last digit.
        var scaled = (decimal)complaints * terms.PerSubscribers;
        var grade = terms.Grades.First(grade => grade.UpTo is not { } bound || scaled <= bound * subscribers);
        return new(
            complaints,
            subscribers,
            decimal.Round(scaled / subscribers, 4, MidpointRounding.AwayFromZero),
            grade.Factor
        );
    }
}
