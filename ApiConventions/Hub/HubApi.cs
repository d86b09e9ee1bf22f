using System;
using System.Collections.Generic;

namespace ApiConventions.Hub;

/// <summary>What an API's hub tells of: one resource and its events (tmf.md).</summary>
/// <param name="Root">The API's base, e.g. <c>/tmf-api/troubleTicket/v4</c>; the hub is <c>{Root}/hub</c>.</param>
/// <param name="Resource">The resource's name in the event's body: <c>troubleTicket</c>.</param>
/// <param name="View">The record that the API answers for the resource; events carry the same.</param>
/// <param name="EventTypes">Every event there is: <c>TroubleTicketCreateEvent</c> and so on.</param>
public sealed record HubApi(string Root, string Resource, Type View, IReadOnlyList<string> EventTypes);
