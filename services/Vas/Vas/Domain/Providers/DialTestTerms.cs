namespace Vas.Domain.Providers;

/// <summary>How often services are tried (policies.md, <c>sp.dialtest</c>).</summary>
/// <param name="LiveEvery">Months between two tests of a live service.</param>
/// <param name="SelfCheckEvery">Months between two checks by the provider itself.</param>
public sealed record DialTestTerms(int LiveEvery, int SelfCheckEvery);
