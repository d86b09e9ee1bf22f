using System;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Simulators.Checkouts;

namespace Simulators;

/// <summary>
/// A payment provider's hosted checkout: sessions, the page where a customer pays, and signed notifications that
/// misbehave as told. It stands for the world outside, so it keeps its sessions in memory.
/// </summary>
internal static class Checkout
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CheckoutSessions>();
        services.AddSingleton<CheckoutNotifications>();
        services.AddHostedService(provider => provider.GetRequiredService<CheckoutNotifications>());
        services.AddHttpClient(CheckoutNotifications.Client, http => http.Timeout = TimeSpan.FromSeconds(10));
    }

    public static void Map(WebApplication app)
    {
        app.MapPost("/checkout/sessions", Open);
        app.MapGet("/checkout/sessions/{id}", Show);
        app.MapGet("/checkout/{id}", Page);
        app.MapPost("/checkout/{id}/pay", Pay);
        app.MapPut("/checkout/behaviour", Behave);
        app.MapPut("/checkout/sessions/{id}/behaviour", BehaveFor);
    }

    private static IResult Open(
        NewSession wanted,
        CheckoutSessions sessions,
        CheckoutNotifications notifications,
        HttpRequest request
    )
    {
        if (
            wanted is not { Amount: > 0, Currency.Length: 3, Reference.Length: > 0 and <= 100 }
            || !Uri.TryCreate(wanted.NotifyUrl, UriKind.Absolute, out var notifyUrl)
            || notifyUrl.Scheme is not ("http" or "https")
        )
        {
            return Results.BadRequest("amount, currency, reference and notifyUrl are mandatory.");
        }

        var session = sessions.Open(wanted, notifyUrl, $"{request.Scheme}://{request.Host}");
        notifications.Created(session);
        return Results.Created($"/checkout/sessions/{session.Id}", session.Shown());
    }

    private static IResult Show(string id, CheckoutSessions sessions) =>
        sessions.Find(id) is { } session ? Results.Ok(session.Shown()) : Results.NotFound();

    private static IResult Page(string id, CheckoutSessions sessions) =>
        sessions.Find(id) is { } session
            ? Results.Content(CheckoutPage.Of(session), "text/html; charset=utf-8")
            : Results.NotFound();

    private static IResult Pay(string id, CheckoutSessions sessions, CheckoutNotifications notifications)
    {
        if (sessions.Find(id) is not { } session)
        {
            return Results.NotFound();
        }

        if (session.Pay())
        {
            notifications.Paid(session);
        }

        return Results.Content(CheckoutPage.Of(session), "text/html; charset=utf-8");
    }

    private static IResult Behave(CheckoutBehaviour behaviour, CheckoutSessions sessions)
    {
        if (!behaviour.IsPossible)
        {
            return Results.BadRequest(CheckoutBehaviour.Bounds);
        }

        sessions.Behaviour = behaviour;
        return Results.NoContent();
    }

    private static IResult BehaveFor(string id, CheckoutBehaviour behaviour, CheckoutSessions sessions)
    {
        if (sessions.Find(id) is not { } session)
        {
            return Results.NotFound();
        }

        if (!behaviour.IsPossible)
        {
            return Results.BadRequest(CheckoutBehaviour.Bounds);
        }

        session.Behaviour = behaviour;
        return Results.NoContent();
    }
}
