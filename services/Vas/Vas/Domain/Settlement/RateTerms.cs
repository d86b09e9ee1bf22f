using System.Collections.Generic;

namespace Vas.Domain.Settlement;

/// <summary>How complaints become a rate, and a rate a factor, as of a moment (policies.md, <c>sp.rate.*</c>).</summary>
/// <param name="PerSubscribers">The rate is complaints per so many active subscribers.</param>
/// <param name="MinBase">With fewer subscribers at the month's start there is no rate.</param>
/// <param name="MinCount">With fewer complaints there is no rate.</param>
/// <param name="Grades">By bound, ascending; the last has none.</param>
public sealed record RateTerms(int PerSubscribers, int MinBase, int MinCount, IReadOnlyList<RateGrade> Grades);

/// <summary>A grade of the rate: the bound belongs to it.</summary>
/// <param name="UpTo">The highest rate in it; null for the worst grade.</param>
/// <param name="Factor">By which the month's settlement is multiplied.</param>
public sealed record RateGrade(decimal? UpTo, decimal Factor);
