using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Simulators;

/// <summary>An order as the platform gives it; a switch carries each out once.</summary>
/// <param name="Sequence">Below what the line has: refused, so that a packet that was late undoes nothing.</param>
/// <param name="State">open, allButEmergency or ceased.</param>
public sealed record SwitchOrder(Guid OrderId, long? Sequence, string? State);

/// <summary>A line as the switch has it.</summary>
/// <param name="Orders">How many orders were carried out on it.</param>
public sealed record SwitchedLine(string ServiceNumber, string State, Guid? OrderId, int Orders);

/// <summary>How the switch is to misbehave from now on; what is not said is well.</summary>
/// <param name="Hang">No order is taken or answered.</param>
/// <param name="HangNumbers">The same for these lines only; at most 100,000.</param>
/// <param name="Failures">So many of the next orders are answered with 503 and not taken.</param>
/// <param name="DelayMs">How long an order takes; at most a minute.</param>
/// <param name="LoseAnswers">So many of the next orders are carried out and never answered.</param>
public sealed record SwitchBehaviour(
    bool Hang = false,
    string[]? HangNumbers = null,
    int Failures = 0,
    int DelayMs = 0,
    int LoseAnswers = 0
);

/// <summary>The network's switch, which opens and bars lines.</summary>
internal static class Switch
{
    public static void Add(IServiceCollection services) => services.AddSingleton<SwitchBoard>();

    public static void Map(WebApplication app)
    {
        app.MapPut("/switch/lines/{serviceNumber}", OrderAsync);
        app.MapGet(
            "/switch/lines/{serviceNumber}",
            (string serviceNumber, SwitchBoard board) => Results.Ok(board.Line(serviceNumber))
        );
        app.MapPut("/switch/behaviour", Behave);
    }

    private static async Task<IResult> OrderAsync(
        string serviceNumber,
        SwitchOrder order,
        SwitchBoard board,
        CancellationToken ct
    )
    {
        if (serviceNumber.Length > 32 || order.OrderId == Guid.Empty || !SwitchBoard.Knows(order.State))
        {
            return Results.BadRequest("orderId, and a state of open, allButEmergency or ceased, are expected.");
        }

        if (board.Hangs(serviceNumber))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }

        await Task.Delay(board.Delay, ct);
        if (board.Fails())
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var carriedOut = board.CarryOut(serviceNumber, order);
        if (board.LosesAnswer())
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }

        return carriedOut ? Results.Ok(board.Line(serviceNumber)) : Results.Conflict("The line has a newer order.");
    }

    private static IResult Behave(SwitchBehaviour behaviour, SwitchBoard board)
    {
        if (behaviour.DelayMs is < 0 or > 60_000 || behaviour.HangNumbers is { Length: > 100_000 })
        {
            return Results.BadRequest("delayMs of 0 to 60000 and at most 100000 hangNumbers are expected.");
        }

        board.Behave(behaviour);
        return Results.NoContent();
    }
}
