namespace Simulators.Checkouts;

/// <summary>How notifications misbehave.</summary>
/// <param name="Duplicates">How many more times each is sent.</param>
/// <param name="DelayMs">How long each waits before it is sent.</param>
/// <param name="Reorder">Paid is told first, then a failed attempt, and that the session was created last of all.</param>
/// <param name="Forge">Besides the real ones comes a payment that is signed with a wrong secret.</param>
/// <param name="OtherAmount">After the real one the same payment is told with another amount.</param>
/// <param name="Silent">None is ever sent: whoever wants to know has to ask.</param>
public sealed record CheckoutBehaviour(
    int Duplicates = 0,
    int DelayMs = 0,
    bool Reorder = false,
    bool Forge = false,
    bool OtherAmount = false,
    bool Silent = false
)
{
    internal const string Bounds = "duplicates is 0 to 100, delayMs 0 to 600000.";

    internal bool IsPossible => Duplicates is >= 0 and <= 100 && DelayMs is >= 0 and <= 600_000;
}
