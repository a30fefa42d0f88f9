SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
COMMENT ON SCHEMA public IS 'standard public schema';
CREATE FUNCTION public.alert_history_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'alert_history is append-only'; END $$;
CREATE FUNCTION public.area_power_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'area_power is append-only'; END $$;
CREATE FUNCTION public.body_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'body is append-only'; END $$;
CREATE FUNCTION public.case_history_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'case_history is append-only'; END $$;
CREATE FUNCTION public.class_alias_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'class_alias is append-only'; END $$;
CREATE FUNCTION public.class_item_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'class_item is append-only'; END $$;
CREATE FUNCTION public.clock_history_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'clock_history is append-only'; END $$;
CREATE FUNCTION public.duty_history_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'duty_history is append-only'; END $$;
CREATE FUNCTION public.entry_test_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'entry_test is append-only'; END $$;
CREATE FUNCTION public.event_class_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'event_class is append-only'; END $$;
CREATE FUNCTION public.former_area_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'former_area is append-only'; END $$;
CREATE FUNCTION public.handover_entry_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'handover_entry is append-only'; END $$;
CREATE FUNCTION public.handover_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'handover is append-only'; END $$;
CREATE FUNCTION public.holder_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'holder is append-only'; END $$;
CREATE FUNCTION public.instruction_history_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'instruction_history is append-only'; END $$;
CREATE FUNCTION public.item_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'item is append-only'; END $$;
CREATE FUNCTION public.listing_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'listing is append-only'; END $$;
CREATE FUNCTION public.parameter_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'parameter is append-only'; END $$;
CREATE FUNCTION public.publication_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'publication is append-only'; END $$;
CREATE FUNCTION public.rule_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'rule is append-only'; END $$;
CREATE FUNCTION public.sanction_line_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'sanction_line is append-only'; END $$;
CREATE FUNCTION public.sos_history_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'sos_history is append-only'; END $$;
CREATE FUNCTION public.special_area_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'special_area is append-only'; END $$;
CREATE FUNCTION public.task_history_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'task_history is append-only'; END $$;
CREATE FUNCTION public.team_aspect_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'team_aspect is append-only'; END $$;
CREATE FUNCTION public.township_item_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'township_item is append-only'; END $$;
CREATE FUNCTION public.township_power_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.until IS NULL AND NEW.until IS NOT NULL AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'township_power is append-only'; END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.account (
    id uuid NOT NULL,
    username character varying(64) NOT NULL,
    name character varying NOT NULL,
    role character varying(32) NOT NULL,
    node character varying NOT NULL,
    node_name character varying NOT NULL,
    unit character varying,
    password_hash character varying NOT NULL,
    demo boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    scope_changed_at timestamp with time zone NOT NULL
);
CREATE TABLE public.act (
    unit character varying NOT NULL,
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    account character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    body jsonb NOT NULL,
    answer jsonb NOT NULL
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.alert (
    id uuid NOT NULL,
    kind character varying NOT NULL,
    subject character varying NOT NULL,
    node character varying NOT NULL,
    level character varying NOT NULL,
    district character varying,
    township character varying,
    team character varying,
    unit character varying,
    task_id uuid,
    case_no character varying,
    raised_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    acknowledged_at timestamp with time zone,
    acknowledged_by uuid,
    ended_at timestamp with time zone,
    facts jsonb NOT NULL
);
CREATE TABLE public.alert_history (
    id uuid NOT NULL,
    alert_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    what character varying NOT NULL,
    actor character varying NOT NULL,
    node character varying NOT NULL,
    level character varying NOT NULL,
    subject character varying NOT NULL
);
CREATE TABLE public.area_power (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    area character varying NOT NULL,
    team character varying NOT NULL,
    mode character varying NOT NULL,
    fields jsonb NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.attachment (
    id uuid NOT NULL,
    case_no character varying NOT NULL,
    url character varying NOT NULL,
    sha256 character varying,
    media_type character varying,
    state character varying NOT NULL,
    reason character varying,
    file_id uuid,
    tries integer NOT NULL
);
CREATE TABLE public.body (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    code character varying NOT NULL,
    name character varying NOT NULL,
    level character varying NOT NULL,
    district character varying,
    township character varying,
    plate character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.boundary (
    township character varying NOT NULL,
    version integer NOT NULL,
    wkb bytea NOT NULL,
    valid_from date NOT NULL
);
CREATE TABLE public."case" (
    id uuid NOT NULL,
    case_no character varying NOT NULL,
    platform character varying NOT NULL,
    source_event_id character varying NOT NULL,
    state character varying NOT NULL,
    version integer NOT NULL,
    reason character varying NOT NULL,
    scheme character varying NOT NULL,
    kind character varying NOT NULL,
    code character varying NOT NULL,
    urgency character varying NOT NULL,
    title character varying NOT NULL,
    address character varying,
    lon double precision,
    lat double precision,
    district character varying,
    township character varying,
    team character varying,
    field character varying,
    item character varying,
    body character varying,
    unit character varying,
    occurred_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    report jsonb NOT NULL,
    why jsonb NOT NULL,
    hops integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone,
    due_provisional boolean DEFAULT false NOT NULL,
    near_at timestamp with time zone,
    limit_rule character varying,
    paused_at timestamp with time zone
);
CREATE TABLE public.case_file (
    case_no character varying NOT NULL,
    file_id uuid NOT NULL,
    kind character varying NOT NULL,
    task_id uuid,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.case_history (
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    from_state character varying,
    to_state character varying NOT NULL,
    reason character varying NOT NULL,
    actor character varying NOT NULL,
    team character varying,
    unit character varying,
    task_id uuid,
    rule character varying
);
CREATE TABLE public.catalogue_draft (
    id uuid NOT NULL,
    by character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying NOT NULL,
    title character varying NOT NULL,
    valid_from date NOT NULL,
    base integer NOT NULL,
    changes jsonb NOT NULL,
    state character varying NOT NULL
);
CREATE TABLE public.certificate (
    officer character varying NOT NULL,
    field character varying NOT NULL,
    number character varying NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    invented boolean NOT NULL
);
CREATE TABLE public.channel (
    name character varying NOT NULL,
    seq bigint NOT NULL
);
CREATE TABLE public.channel_frame (
    channel character varying NOT NULL,
    seq bigint NOT NULL,
    frame_id uuid NOT NULL
);
CREATE TABLE public.city (
    code character varying(12) NOT NULL,
    name character varying NOT NULL,
    name_en character varying NOT NULL,
    timezone character varying NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    attribution character varying NOT NULL,
    approximate boolean NOT NULL,
    demo boolean NOT NULL,
    loaded_at timestamp with time zone NOT NULL
);
CREATE TABLE public.class_alias (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    scheme character varying NOT NULL,
    kind character varying NOT NULL,
    code character varying NOT NULL,
    to_scheme character varying NOT NULL,
    to_kind character varying NOT NULL,
    to_code character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.class_item (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    scheme character varying NOT NULL,
    kind character varying NOT NULL,
    code character varying NOT NULL,
    item character varying NOT NULL,
    question_zh character varying NOT NULL,
    question_en character varying NOT NULL,
    answer_zh character varying NOT NULL,
    answer_en character varying NOT NULL,
    subject character varying,
    note character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.clock_history (
    id uuid NOT NULL,
    case_no character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    what character varying NOT NULL,
    actor character varying NOT NULL,
    ground character varying,
    added double precision,
    task_id uuid,
    extension_id uuid,
    due_before timestamp with time zone,
    due_after timestamp with time zone
);
CREATE TABLE public.device (
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    unit character varying NOT NULL,
    name character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);
CREATE TABLE public.device_ack (
    device character varying NOT NULL,
    channel character varying NOT NULL,
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.district (
    code character varying(12) NOT NULL,
    name character varying NOT NULL
);
CREATE TABLE public.duty_history (
    id uuid NOT NULL,
    unit character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    device_at timestamp with time zone,
    "do" character varying NOT NULL,
    duty character varying NOT NULL,
    until timestamp with time zone,
    actor character varying NOT NULL
);
CREATE TABLE public.edition (
    name character varying NOT NULL,
    number integer NOT NULL
);
CREATE TABLE public.entry_test (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    item character varying NOT NULL,
    frequent integer NOT NULL,
    close_to_life integer NOT NULL,
    easy_to_find integer NOT NULL,
    weak_force integer NOT NULL,
    fit_skill integer NOT NULL,
    note character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.event_class (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    scheme character varying NOT NULL,
    kind character varying NOT NULL,
    code character varying NOT NULL,
    name character varying NOT NULL,
    "group" character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.extension (
    id uuid NOT NULL,
    case_no character varying NOT NULL,
    state character varying NOT NULL,
    value double precision NOT NULL,
    reason character varying NOT NULL,
    asked_by character varying NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answer character varying,
    answered_by character varying,
    answered_at timestamp with time zone
);
CREATE TABLE public.former_area (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    code character varying NOT NULL,
    name character varying NOT NULL,
    became jsonb NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.frame (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.handover (
    id uuid NOT NULL,
    node character varying NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    account uuid NOT NULL,
    made_by character varying NOT NULL,
    figures jsonb NOT NULL,
    warnings jsonb NOT NULL
);
CREATE TABLE public.handover_entry (
    id uuid NOT NULL,
    handover_id uuid NOT NULL,
    kind character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    account uuid NOT NULL,
    name character varying NOT NULL,
    text character varying
);
CREATE TABLE public.heard (
    event_id uuid NOT NULL,
    reaction character varying NOT NULL
);
CREATE TABLE public.holder (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    item character varying NOT NULL,
    area character varying NOT NULL,
    level character varying NOT NULL,
    line character varying NOT NULL,
    field character varying NOT NULL,
    partial character varying NOT NULL,
    boundary character varying NOT NULL,
    department character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.instruction (
    id uuid NOT NULL,
    node character varying NOT NULL,
    account uuid NOT NULL,
    issued_by character varying NOT NULL,
    text character varying NOT NULL,
    urgency character varying NOT NULL,
    case_no character varying,
    sign_by timestamp with time zone,
    issued_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);
CREATE TABLE public.instruction_history (
    id uuid NOT NULL,
    instruction_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    device_at timestamp with time zone,
    what character varying NOT NULL,
    actor character varying NOT NULL,
    unit character varying,
    act_id uuid
);
CREATE TABLE public.item (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    code character varying NOT NULL,
    kind character varying NOT NULL,
    name character varying NOT NULL,
    field character varying NOT NULL,
    law character varying NOT NULL,
    article character varying NOT NULL,
    sanction character varying NOT NULL,
    unit_min double precision,
    unit_max double precision,
    person_min double precision,
    person_max double precision,
    severe jsonb NOT NULL,
    summary boolean,
    hearing boolean,
    review boolean,
    leniency boolean NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.ladder_rung (
    urgency character varying NOT NULL,
    number integer NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    silence character varying NOT NULL,
    after_s double precision,
    after_accept double precision,
    step character varying NOT NULL,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.lease (
    name character varying NOT NULL,
    holder uuid NOT NULL,
    until timestamp with time zone NOT NULL,
    beat bigint NOT NULL
);
CREATE TABLE public.listing (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    list character varying NOT NULL,
    year integer NOT NULL,
    item character varying NOT NULL,
    batch integer,
    department character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.login_attempt (
    key bytea NOT NULL,
    failures integer NOT NULL,
    window_started_at timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone
);
CREATE TABLE public.login_session (
    token_hash bytea NOT NULL,
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    device character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);
CREATE TABLE public.notice (
    id uuid NOT NULL,
    kind character varying NOT NULL,
    subject character varying NOT NULL,
    unit character varying NOT NULL,
    urgency character varying NOT NULL,
    carrier character varying NOT NULL,
    subscription_id uuid,
    state character varying NOT NULL,
    tries integer NOT NULL,
    last_error character varying,
    made_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone
);
CREATE TABLE public.officer (
    code character varying NOT NULL,
    name character varying NOT NULL,
    unit character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.outbox (
    id uuid NOT NULL,
    name character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    data jsonb NOT NULL,
    tries integer NOT NULL,
    due_at timestamp with time zone,
    done_at timestamp with time zone
);
CREATE TABLE public.parameter (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    name character varying NOT NULL,
    value double precision NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.pause_ground (
    ground character varying NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    states jsonb NOT NULL,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.platform (
    code character varying NOT NULL,
    name character varying NOT NULL,
    attachment_hosts jsonb NOT NULL
);
CREATE TABLE public.platform_token (
    token_hash bytea NOT NULL,
    id uuid NOT NULL,
    platform character varying NOT NULL,
    demo boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);
CREATE TABLE public.publication (
    edition integer NOT NULL,
    by character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    draft uuid,
    restores integer,
    accepted jsonb NOT NULL
);
CREATE TABLE public.push_subscription (
    id uuid NOT NULL,
    endpoint character varying NOT NULL,
    p256dh character varying NOT NULL,
    auth character varying NOT NULL,
    account_id uuid NOT NULL,
    session_id uuid NOT NULL,
    unit character varying NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.receipt (
    instruction_id uuid NOT NULL,
    unit character varying NOT NULL,
    unit_name character varying NOT NULL,
    team character varying NOT NULL,
    district character varying,
    township character varying,
    frame_id uuid NOT NULL,
    state character varying NOT NULL,
    delivered_at timestamp with time zone,
    read_at timestamp with time zone,
    signed_at timestamp with time zone
);
CREATE TABLE public.recusal (
    id uuid NOT NULL,
    officer character varying NOT NULL,
    subject character varying,
    place character varying,
    valid_from date NOT NULL,
    valid_to date,
    reason character varying NOT NULL,
    by character varying NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
CREATE TABLE public.response_limit (
    urgency character varying NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    accept_min double precision NOT NULL,
    arrive_min double precision,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.rule (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    rule character varying NOT NULL,
    version integer NOT NULL,
    priority integer NOT NULL,
    "when" jsonb NOT NULL,
    "then" jsonb NOT NULL,
    text_zh character varying NOT NULL,
    text_en character varying NOT NULL,
    author character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.sanction_line (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    field character varying NOT NULL,
    subject character varying NOT NULL,
    amount double precision NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.sending (
    team character varying NOT NULL,
    scheme character varying NOT NULL,
    kind character varying NOT NULL,
    code character varying NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    automatic boolean NOT NULL,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.serial (
    name character varying NOT NULL,
    last integer NOT NULL
);
CREATE TABLE public.sos (
    id uuid NOT NULL,
    state character varying NOT NULL,
    version integer NOT NULL,
    unit character varying NOT NULL,
    unit_name character varying NOT NULL,
    account character varying NOT NULL,
    team character varying,
    district character varying,
    township character varying,
    lon double precision,
    lat double precision,
    accuracy_m double precision,
    note character varying,
    raised_at timestamp with time zone NOT NULL,
    calls integer NOT NULL,
    called jsonb NOT NULL,
    moves jsonb NOT NULL,
    ended boolean NOT NULL
);
CREATE TABLE public.sos_called (
    sos_id uuid NOT NULL,
    unit character varying NOT NULL
);
CREATE TABLE public.sos_history (
    id uuid NOT NULL,
    sos_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    device_at timestamp with time zone,
    from_state character varying,
    to_state character varying NOT NULL,
    actor character varying NOT NULL,
    unit character varying,
    act_id uuid,
    lon double precision,
    lat double precision,
    accuracy_m double precision
);
CREATE TABLE public.special_area (
    id uuid NOT NULL,
    code character varying(32) NOT NULL,
    name character varying NOT NULL,
    priority integer NOT NULL,
    wkb bytea NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL,
    since integer NOT NULL,
    until integer
);
CREATE TABLE public.stored_file (
    id uuid NOT NULL,
    sha256 character varying NOT NULL,
    media_type character varying NOT NULL,
    size integer NOT NULL,
    owner character varying NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.task (
    id uuid NOT NULL,
    case_no character varying NOT NULL,
    state character varying NOT NULL,
    version integer NOT NULL,
    team character varying NOT NULL,
    unit character varying,
    field character varying NOT NULL,
    district character varying,
    township character varying,
    lon double precision,
    lat double precision,
    brief jsonb NOT NULL,
    why jsonb NOT NULL,
    moves jsonb NOT NULL,
    offer_frame uuid,
    offered_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    ended boolean NOT NULL,
    role character varying DEFAULT 'lead'::character varying NOT NULL,
    parent_id uuid,
    replaces_id uuid,
    suspended_from character varying,
    wanted_at timestamp with time zone,
    accept_by timestamp with time zone,
    arrive_by timestamp with time zone,
    cell character varying,
    subject character varying,
    by_hand boolean DEFAULT false NOT NULL
);
CREATE TABLE public.task_history (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    device_at timestamp with time zone,
    from_state character varying,
    to_state character varying NOT NULL,
    actor character varying NOT NULL,
    unit character varying,
    act_id uuid,
    lon double precision,
    lat double precision,
    accuracy_m double precision
);
CREATE TABLE public.team (
    code character varying NOT NULL,
    name character varying NOT NULL,
    kind character varying NOT NULL,
    level character varying NOT NULL,
    district character varying,
    township character varying,
    fields jsonb NOT NULL,
    body character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.team_aspect (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    team character varying NOT NULL,
    aspect character varying NOT NULL,
    body character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.time_limit (
    id character varying NOT NULL,
    version integer NOT NULL,
    name character varying NOT NULL,
    scheme character varying NOT NULL,
    kind character varying NOT NULL,
    code character varying NOT NULL,
    urgency character varying NOT NULL,
    step character varying NOT NULL,
    value double precision NOT NULL,
    unit character varying NOT NULL,
    extensions integer NOT NULL,
    extension_share double precision NOT NULL,
    approver character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.timer (
    kind character varying NOT NULL,
    subject character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    facts jsonb NOT NULL
);
CREATE TABLE public.township (
    code character varying(12) NOT NULL,
    name character varying NOT NULL,
    kind character varying NOT NULL,
    district character varying NOT NULL
);
CREATE TABLE public.township_alias (
    scheme character varying NOT NULL,
    alias character varying NOT NULL,
    township character varying NOT NULL
);
CREATE TABLE public.township_item (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    township character varying NOT NULL,
    item character varying NOT NULL,
    published_on date,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.township_power (
    id uuid NOT NULL,
    since integer NOT NULL,
    until integer,
    township character varying NOT NULL,
    form character varying NOT NULL,
    name_used character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.track (
    unit character varying NOT NULL,
    at timestamp with time zone NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    accuracy_m double precision
);
CREATE TABLE public.unit (
    code character varying NOT NULL,
    name character varying NOT NULL,
    team character varying NOT NULL,
    base_lon double precision NOT NULL,
    base_lat double precision NOT NULL,
    shift_from integer NOT NULL,
    shift_to integer NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.unit_duty (
    unit character varying NOT NULL,
    duty character varying NOT NULL,
    until timestamp with time zone,
    overtime_until timestamp with time zone,
    changed_at timestamp with time zone NOT NULL
);
CREATE TABLE public.work_day (
    day date NOT NULL,
    kind character varying NOT NULL,
    name character varying NOT NULL,
    hours jsonb,
    source character varying NOT NULL
);
CREATE TABLE public.working_hours (
    valid_from date NOT NULL,
    valid_to date,
    hours jsonb NOT NULL,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
INSERT INTO public.alembic_version VALUES ('0003');
INSERT INTO public.area_power VALUES ('871f8b2e-8243-51e9-8e8a-c03ca5a097e4', 1, NULL, 'YZ-SA', 'YZ-CITY', 'own', '["城市管理"]', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.area_power VALUES ('4cb5260b-572c-562e-824b-515977bf7b9e', 1, NULL, 'YZ-SA', 'YZ-CITY', 'shared', '["生态环境"]', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.body VALUES ('3383841e-2caa-5703-baf6-71cd204a7fcc', 1, NULL, '990101001', '东湖街道办事处', 'township', '990101', '990101001', '东湖街道综合行政执法队', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.body VALUES ('f487a488-7f95-55c9-8286-0ffa5594c726', 1, NULL, '990101002', '南市街道办事处', 'township', '990101', '990101002', '南市街道综合行政执法队', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.body VALUES ('b456e734-cfd6-50e5-aedb-c917ea6b7c05', 1, NULL, '990102100', '北山镇人民政府', 'township', '990102', '990102100', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.body VALUES ('776087d5-fef5-5642-a9d4-d363376e886c', 1, NULL, '990102201', '石门乡人民政府', 'township', '990102', '990102201', '石门乡综合行政执法队', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.body VALUES ('227be800-4c44-563e-9382-6ac66a579744', 1, NULL, 'YZ-B0', '云泽市综合行政执法局', 'city', NULL, NULL, '云泽市综合行政执法指导办公室', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.body VALUES ('2f978571-8461-544f-96a3-eae7e0306cb8', 1, NULL, 'YZ-B1', '云东区综合行政执法局', 'county', '990101', NULL, '云东区综合行政执法指导办公室', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.body VALUES ('e06e79c5-a2df-5422-9838-be84eac9689a', 1, NULL, 'YZ-B2', '云西县综合行政执法局', 'county', '990102', NULL, '云西县综合行政执法指导办公室', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.body VALUES ('09095552-766d-5e6b-bfe2-14386ad45299', 1, NULL, 'YZ-B3', '云东区林业水利局', 'county', '990101', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.body VALUES ('3d776f6c-1757-5f1f-ab29-25a62d05029f', 1, NULL, 'YZ-B4', '云东区生态环境局', 'county', '990101', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.boundary VALUES ('990101001', 1, '\x010300000002000000050000000000000000c0554000000000008045406666666666c6554000000000008045406666666666c65540cdcccccccc8c45400000000000c05540cdcccccccc8c45400000000000c05540000000000080454005000000c3f5285c8fc2554085eb51b81e854540a4703d0ad7c3554085eb51b81e854540a4703d0ad7c3554048e17a14ae874540c3f5285c8fc2554048e17a14ae874540c3f5285c8fc2554085eb51b81e854540', '2026-11-23');
INSERT INTO public.boundary VALUES ('990101002', 1, '\x010300000001000000050000006666666666c655400000000000804540cdcccccccccc55400000000000804540cdcccccccccc5540cdcccccccc8c45406666666666c65540cdcccccccc8c45406666666666c655400000000000804540', '2026-11-23');
INSERT INTO public.boundary VALUES ('990102100', 1, '\x010300000001000000050000000000000000c05540cdcccccccc8c45406666666666c65540cdcccccccc8c45406666666666c655409a999999999945400000000000c055409a999999999945400000000000c05540cdcccccccc8c4540', '2026-11-23');
INSERT INTO public.boundary VALUES ('990102201', 1, '\x010600000002000000010300000001000000050000006666666666c65540cdcccccccc8c4540cdcccccccccc5540cdcccccccc8c4540cdcccccccccc55409a999999999945406666666666c655409a999999999945406666666666c65540cdcccccccc8c4540010300000001000000050000003333333333d355400000000000804540f6285c8fc2d555400000000000804540f6285c8fc2d5554085eb51b81e8545403333333333d3554085eb51b81e8545403333333333d355400000000000804540', '2026-11-23');
INSERT INTO public."case" VALUES ('01a205c8-fe8b-72be-b1e8-d6ced6bba025', '20261123-000001', 'wangge', 'EV-1', 'routed', 1, 'routed_empowered', 'LOCAL-YZ', 'matter', 'M01', 'general', '占道摆摊', NULL, 87.03, 43.03, '990101', '990101001', 'YZ-T1', '城市管理', 'YZ-01', '东湖街道办事处', NULL, '2026-11-20 02:00:00+00', '2026-11-23 00:23:08.101476+00', '2026-11-23 00:23:08.101476+00', '{"title": "占道摆摊", "urgency": "general", "category": {"code": "M01", "kind": "matter", "scheme": "LOCAL-YZ"}, "location": {"crs": "CGCS2000", "lat": 43.03, "lon": 87.03}, "occurred_at": "2026-11-20T02:00:00.000000Z", "source_event_id": "EV-1"}', '{"rows": ["677db4ff-9ba2-5fdf-a058-9d5603ce8682", "435e5eac-3005-5b82-b6bf-104752a73e7b", "6155fe8c-e88e-55d1-a359-98b092fbc814", "022d00a6-b5d3-5cbd-92ab-8b0176d7d328", "f0d55ff5-3bfb-5865-ad11-8e6df98de9c5", "00808aa6-0c68-5f61-af65-2eefb3788c51", "a84a9193-c68e-5919-ac7a-932e58a68114", "e6b16d2d-d2e6-5407-8369-a63becf3a721", "134db525-0da9-56ec-b710-d1eb368235d5", "134db525-0da9-56ec-b710-d1eb368235d5"], "rule": {"id": "YZ-R170", "version": 1}, "asked": {}, "facts": {"area": "none", "form": "empowered", "kind": "matter", "class": "known", "items": "one", "level": "county", "place": "inside", "scope": "full", "squad": "able", "border": false, "danger": false, "holder": "comprehensive", "listed": true, "refusals": 0, "sanction": "minor", "upgraded": false}, "items": ["YZ-01"], "choices": [], "edition": 1, "interim": null, "law_day": "2026-11-20", "district": "990101", "question": null, "rejected": [{"why": "later", "step": "rule", "team": "YZ-E-ZD"}], "township": "990101001", "assisting": [], "procedure": {"review": null, "hearing": null, "summary": true, "leniency": true}, "boundaries": 1, "confidence": "certain", "filing_day": "2026-11-23", "neighbours": [], "signing_body": "东湖街道办事处", "commanding_body": "云东区综合行政执法局", "supervising_body": "云东区综合行政执法局"}', 0, '2026-11-25 12:00:00+00', false, '2026-11-25 05:00:00+00', 'YZ-GENERAL v1', NULL);
INSERT INTO public."case" VALUES ('01a205c8-fe8b-74f1-8e61-aacfddcab6a2', '20261123-000002', 'wangge', 'EV-2', 'routed', 1, 'routed_empowered', 'LOCAL-YZ', 'matter', 'M01', 'general', '占道摆摊', NULL, 87.03, 43.03, '990101', '990101001', 'YZ-T1', '城市管理', 'YZ-01', '东湖街道办事处', NULL, '2026-11-20 02:00:00+00', '2026-11-23 00:23:08.101476+00', '2026-11-23 00:23:08.101476+00', '{"title": "占道摆摊", "urgency": "general", "category": {"code": "M01", "kind": "matter", "scheme": "LOCAL-YZ"}, "location": {"crs": "CGCS2000", "lat": 43.03, "lon": 87.03}, "occurred_at": "2026-11-20T02:00:00.000000Z", "source_event_id": "EV-2"}', '{"rows": ["677db4ff-9ba2-5fdf-a058-9d5603ce8682", "435e5eac-3005-5b82-b6bf-104752a73e7b", "6155fe8c-e88e-55d1-a359-98b092fbc814", "022d00a6-b5d3-5cbd-92ab-8b0176d7d328", "f0d55ff5-3bfb-5865-ad11-8e6df98de9c5", "00808aa6-0c68-5f61-af65-2eefb3788c51", "a84a9193-c68e-5919-ac7a-932e58a68114", "e6b16d2d-d2e6-5407-8369-a63becf3a721", "134db525-0da9-56ec-b710-d1eb368235d5", "134db525-0da9-56ec-b710-d1eb368235d5"], "rule": {"id": "YZ-R170", "version": 1}, "asked": {}, "facts": {"area": "none", "form": "empowered", "kind": "matter", "class": "known", "items": "one", "level": "county", "place": "inside", "scope": "full", "squad": "able", "border": false, "danger": false, "holder": "comprehensive", "listed": true, "refusals": 0, "sanction": "minor", "upgraded": false}, "items": ["YZ-01"], "choices": [], "edition": 1, "interim": null, "law_day": "2026-11-20", "district": "990101", "question": null, "rejected": [{"why": "later", "step": "rule", "team": "YZ-E-ZD"}], "township": "990101001", "assisting": [], "procedure": {"review": null, "hearing": null, "summary": true, "leniency": true}, "boundaries": 1, "confidence": "certain", "filing_day": "2026-11-23", "neighbours": [], "signing_body": "东湖街道办事处", "commanding_body": "云东区综合行政执法局", "supervising_body": "云东区综合行政执法局"}', 0, '2026-11-25 12:00:00+00', false, '2026-11-25 05:00:00+00', 'YZ-GENERAL v1', NULL);
INSERT INTO public.case_history VALUES ('01a205c8-fe8b-75c7-a06d-7bdfc3fe9824', '01a205c8-fe8b-72be-b1e8-d6ced6bba025', '2026-11-23 00:23:08.101476+00', NULL, 'routed', 'routed_empowered', 'platform:wangge', 'YZ-T1', NULL, NULL, 'YZ-R170 v1');
INSERT INTO public.case_history VALUES ('01a205c8-fe8b-75db-bc27-421c65212ef9', '01a205c8-fe8b-74f1-8e61-aacfddcab6a2', '2026-11-23 00:23:08.101476+00', NULL, 'routed', 'routed_empowered', 'platform:wangge', 'YZ-T1', NULL, NULL, 'YZ-R170 v1');
INSERT INTO public.certificate VALUES ('YZ-U0-A', '*', 'YZ-0001', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U0-B', '*', 'YZ-0002', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U1-A', '*', 'YZ-0003', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U1-B', '*', 'YZ-0004', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U2A-A', '城市管理', 'YZ-0005', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U2A-B', '城市管理', 'YZ-0006', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U2B-A', '城市管理', 'YZ-0007', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U2B-B', '城市管理', 'YZ-0008', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U3-A', '*', 'YZ-0009', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U3-B', '*', 'YZ-0010', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U4-A', '生态环境', 'YZ-0011', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U4-B', '生态环境', 'YZ-0012', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U5-A', '*', 'YZ-0013', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U5-B', '*', 'YZ-0014', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U6-A', '城市管理', 'YZ-0015', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U6-B', '城市管理', 'YZ-0016', '2025-01-01', '2026-06-30', true);
INSERT INTO public.certificate VALUES ('YZ-U7-A', '林业水利', 'YZ-0017', '2025-01-01', '2030-12-31', true);
INSERT INTO public.certificate VALUES ('YZ-U7-B', '林业水利', 'YZ-0018', '2025-01-01', '2030-12-31', true);
INSERT INTO public.channel VALUES ('city', 2);
INSERT INTO public.channel VALUES ('district:990101', 2);
INSERT INTO public.channel VALUES ('platform:wangge', 2);
INSERT INTO public.channel VALUES ('team:YZ-T1', 2);
INSERT INTO public.channel VALUES ('township:990101001', 2);
INSERT INTO public.channel_frame VALUES ('city', 2, '01a205c8-fe8b-787f-8b02-d3ff1cdb99a0');
INSERT INTO public.channel_frame VALUES ('city', 1, '01a205c8-fe8b-7736-aa5b-80ab49f31dbc');
INSERT INTO public.channel_frame VALUES ('district:990101', 2, '01a205c8-fe8b-787f-8b02-d3ff1cdb99a0');
INSERT INTO public.channel_frame VALUES ('district:990101', 1, '01a205c8-fe8b-7736-aa5b-80ab49f31dbc');
INSERT INTO public.channel_frame VALUES ('platform:wangge', 2, '01a205c8-fe8b-787f-8b02-d3ff1cdb99a0');
INSERT INTO public.channel_frame VALUES ('platform:wangge', 1, '01a205c8-fe8b-7736-aa5b-80ab49f31dbc');
INSERT INTO public.channel_frame VALUES ('team:YZ-T1', 2, '01a205c8-fe8b-787f-8b02-d3ff1cdb99a0');
INSERT INTO public.channel_frame VALUES ('team:YZ-T1', 1, '01a205c8-fe8b-7736-aa5b-80ab49f31dbc');
INSERT INTO public.channel_frame VALUES ('township:990101001', 2, '01a205c8-fe8b-787f-8b02-d3ff1cdb99a0');
INSERT INTO public.channel_frame VALUES ('township:990101001', 1, '01a205c8-fe8b-7736-aa5b-80ab49f31dbc');
INSERT INTO public.city VALUES ('990100', '云泽市', 'Yunze', 'Asia/Urumqi', 87.1, 43.1, '云泽市为测试而虚构 · Yunze is invented for tests', true, true, '2026-11-23 00:23:07.91128+00');
INSERT INTO public.class_alias VALUES ('d27422f8-7d16-5e9a-b5e4-c1c1c8e47fe3', 1, NULL, 'OLD-YZ', 'matter', '101', 'LOCAL-YZ', 'matter', 'M01', NULL, NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.class_item VALUES ('435e5eac-3005-5b82-b6bf-104752a73e7b', 1, NULL, 'LOCAL-YZ', 'matter', 'M01', 'YZ-01', '', '', '', '', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.class_item VALUES ('2c9c08bd-4edc-54b5-b579-f35c9b54be5a', 1, NULL, 'LOCAL-YZ', 'matter', 'M02', 'YZ-02', '噪声来自生产设备还是经营场所？', 'Does the noise come from production machines or from a shop?', '', '', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.class_item VALUES ('834db3b4-7455-59f4-8a8e-719049cf98f4', 1, NULL, 'LOCAL-YZ', 'matter', 'M03', 'YZ-03', '倾倒者是个人还是单位？', 'Was it dumped by a person or by an organisation?', '个人', 'A person', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.class_item VALUES ('c7a0e27b-9f9a-5547-b0bd-1c88d0ecf7c9', 1, NULL, 'LOCAL-YZ', 'matter', 'M03', 'YZ-04', '倾倒者是个人还是单位？', 'Was it dumped by a person or by an organisation?', '单位', 'An organisation', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.class_item VALUES ('82b187ad-e948-5b71-abe0-464b44dc5e56', 1, NULL, 'LOCAL-YZ', 'matter', 'M04', 'YZ-05', '', '', '', '', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.class_item VALUES ('5e28f591-4d96-5f78-951d-54e46a891080', 1, NULL, 'LOCAL-YZ', 'matter', 'M05', 'YZ-06', '', '', '', '', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.class_item VALUES ('67dbfcb3-0369-5892-9fe1-7045b26bbf65', 1, NULL, 'LOCAL-YZ', 'matter', 'M07', 'YZ-03', '', '', '', '', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.class_item VALUES ('029dbf24-6050-5cd8-8b76-47263d351a21', 1, NULL, 'LOCAL-YZ', 'matter', 'M08', 'YZ-07', '', '', '', '', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.class_item VALUES ('cd4c4c69-a778-5e20-9a0b-168a0aaed178', 1, NULL, 'LOCAL-YZ', 'matter', 'M09', 'YZ-08', '倾倒的是单位还是个人？', 'Was it dumped by an organisation or by a person?', '单位', 'An organisation', 'unit', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.class_item VALUES ('d1f0e54d-6c55-5843-ad7b-a7e760c628cc', 1, NULL, 'LOCAL-YZ', 'matter', 'M09', 'YZ-09', '倾倒的是单位还是个人？', 'Was it dumped by an organisation or by a person?', '个人', 'A person', 'person', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.class_item VALUES ('20db106c-526c-55b2-b956-3fdc666826b8', 1, NULL, 'LOCAL-YZ', 'matter', 'M10', 'YZ-10', '是流动摊点还是固定场所？', 'Is it a mobile stall or fixed premises?', '', '', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.district VALUES ('990101', '云东区');
INSERT INTO public.district VALUES ('990102', '云西县');
INSERT INTO public.edition VALUES ('city', 1);
INSERT INTO public.entry_test VALUES ('a1f7739e-88ee-560a-9278-1c19e277518a', 1, NULL, 'YZ-01', 5, 5, 5, 3, 5, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.entry_test VALUES ('6b6b9fa5-0695-529b-80b5-fa27877e4be0', 1, NULL, 'YZ-05', 2, 3, 2, 1, 1, '须监测取证', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.entry_test VALUES ('50fb1b10-3d0c-56ab-9f84-8a82da640f49', 1, NULL, 'YZ-10', 4, 4, 4, 2, 4, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.event_class VALUES ('3bb5a751-d120-5506-b768-fc5b23a7f03a', 1, NULL, 'LOCAL-YZ', 'component', 'C01', '路灯', '公用设施', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('677db4ff-9ba2-5fdf-a058-9d5603ce8682', 1, NULL, 'LOCAL-YZ', 'matter', 'M01', '占道摆摊', '街面秩序', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('793c08ee-b4cd-5a81-8043-e6bb9650c278', 1, NULL, 'LOCAL-YZ', 'matter', 'M02', '店铺噪声', '街面秩序', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('8d001f46-6aa9-557a-8112-979300e7735d', 1, NULL, 'LOCAL-YZ', 'matter', 'M03', '乱倒垃圾', '市容环境', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('7df6b5a3-5825-5084-a786-e073c4be58c5', 1, NULL, 'LOCAL-YZ', 'matter', 'M04', '污水直排', '生态环境', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('c2a2232c-d503-5c1e-8a8e-55f22e4a0402', 1, NULL, 'LOCAL-YZ', 'matter', 'M05', '燃放烟花爆竹', '公共安全', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('8498b967-d4be-5760-be14-4bbf9493d97d', 1, NULL, 'LOCAL-YZ', 'matter', 'M06', '其他事项', '其他', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('531636d5-27b3-50a9-a0dd-758c4d9ddc78', 1, NULL, 'LOCAL-YZ', 'matter', 'M07', '乱堆物料', '市容环境', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('bef7ae80-24e6-511c-b1f1-a9bf4d99aa5f', 1, NULL, 'LOCAL-YZ', 'matter', 'M08', '毁坏林木', '自然资源', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('03545bfa-f4d6-5e0b-b18e-bbcc4284a191', 1, NULL, 'LOCAL-YZ', 'matter', 'M09', '倾倒建筑垃圾', '市容环境', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('1c902378-b815-5ae9-902d-49c40497d453', 1, NULL, 'LOCAL-YZ', 'matter', 'M10', '无照经营', '街面秩序', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.event_class VALUES ('2eb21b86-3fd0-5b9f-ae7b-fb1f02b3f1ed', 1, NULL, 'OLD-YZ', 'matter', '101', '摆摊设点', '街面秩序', NULL, NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.former_area VALUES ('29f5ca3e-26fe-56fd-a30d-61715f6cd54d', 1, NULL, '990103', '云北区', '["990101"]', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.frame VALUES ('01a205c8-fe8b-7736-aa5b-80ab49f31dbc', '2026-11-23 00:23:08.101476+00', '"name":"case.changed","at":"2026-11-23T00:23:08.101476Z","data":{"case_no":"20261123-000001","state":"routed","stage":"accepted","closed":false,"version":1,"platform":"wangge","source_event_id":"EV-1","title":"占道摆摊","scheme":"LOCAL-YZ","kind":"matter","code":"M01","class_name":"占道摆摊","urgency":"general","lon":87.03,"lat":43.03,"address":null,"district":"990101","district_name":"云东区","township":"990101001","township_name":"东湖街道","team":"YZ-T1","team_name":"东湖街道综合行政执法队","unit":null,"item":"YZ-01","reason":"routed_empowered","hops":0,"due_at":"2026-11-25T12:00:00.000000Z","due_provisional":false,"near_at":"2026-11-25T05:00:00.000000Z","paused_at":null,"occurred_at":"2026-11-20T02:00:00.000000Z","received_at":"2026-11-23T00:23:08.101476Z","changed_at":"2026-11-23T00:23:08.101476Z"}');
INSERT INTO public.frame VALUES ('01a205c8-fe8b-787f-8b02-d3ff1cdb99a0', '2026-11-23 00:23:08.101476+00', '"name":"case.changed","at":"2026-11-23T00:23:08.101476Z","data":{"case_no":"20261123-000002","state":"routed","stage":"accepted","closed":false,"version":1,"platform":"wangge","source_event_id":"EV-2","title":"占道摆摊","scheme":"LOCAL-YZ","kind":"matter","code":"M01","class_name":"占道摆摊","urgency":"general","lon":87.03,"lat":43.03,"address":null,"district":"990101","district_name":"云东区","township":"990101001","township_name":"东湖街道","team":"YZ-T1","team_name":"东湖街道综合行政执法队","unit":null,"item":"YZ-01","reason":"routed_empowered","hops":0,"due_at":"2026-11-25T12:00:00.000000Z","due_provisional":false,"near_at":"2026-11-25T05:00:00.000000Z","paused_at":null,"occurred_at":"2026-11-20T02:00:00.000000Z","received_at":"2026-11-23T00:23:08.101476Z","changed_at":"2026-11-23T00:23:08.101476Z"}');
INSERT INTO public.holder VALUES ('022d00a6-b5d3-5cbd-92ab-8b0176d7d328', 1, NULL, 'YZ-01', '', 'county', 'comprehensive', '城市管理', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('da2efb13-0367-5584-8669-fd37c937ff05', 1, NULL, 'YZ-02', '', 'county', 'comprehensive', '城市管理', '', '经营场所', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('01171233-3afc-5bb2-bf00-64ed625f9ed3', 1, NULL, 'YZ-02', '', 'county', 'professional', '生态环境', '', '生产设备', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('47eb276a-5d7c-5df2-a9fe-19ce1a731f4e', 1, NULL, 'YZ-03', '', 'county', 'comprehensive', '城市管理', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('73df5821-39cb-51bb-a4d1-2061c8d1e774', 1, NULL, 'YZ-04', '', 'county', 'comprehensive', '城市管理', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('44c57ea9-248c-5b8e-81d6-b9c7e50b278a', 1, NULL, 'YZ-05', '', 'county', 'professional', '生态环境', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('9c40b6e7-73ff-5d09-97b3-cdae6ca9c463', 1, NULL, 'YZ-06', '', 'county', 'outside', '公安', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('423e02f3-0be0-5e37-9e1e-95dc565192fb', 1, NULL, 'YZ-07', '', 'county', 'comprehensive', '林业水利', '', '', '云泽市林业水利局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('830b979e-f4f8-5792-a4eb-93ed57472583', 1, NULL, 'YZ-08', '', 'county', 'comprehensive', '城市管理', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('ab1d18c8-efd0-5887-a230-f90cab43a009', 1, NULL, 'YZ-09', '', 'county', 'comprehensive', '城市管理', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('1096d840-8005-5214-8c7e-2e71fcc1619d', 1, NULL, 'YZ-10', '', 'county', 'comprehensive', '城市管理', '仅流动摊点的无照经营', '流动摊点', '云泽市市场监督管理局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.holder VALUES ('6626284c-212e-561b-be4c-4e3440e80772', 1, NULL, 'YZ-10', '', 'county', 'outside', '市场监管', '', '固定场所', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('6155fe8c-e88e-55d1-a359-98b092fbc814', 1, NULL, 'YZ-01', 'penalty', '对占道摆摊的处罚', '城市管理', '云泽市市容条例(虚构)', '第1条', '责令改正；拒不改正的罚款', 0, 50, 0, 50, '[]', NULL, NULL, NULL, true, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('6d09755a-e9a7-53bf-8c8a-517adf2bb11b', 1, NULL, 'YZ-02', 'penalty', '对店铺设备噪声超标的处罚', '城市管理', '云泽市市容条例(虚构)', '第2条', '责令改正；可并处罚款', 500, 5000, 500, 5000, '[]', NULL, NULL, NULL, false, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('0a462ae5-c2e2-5999-86f8-d73921b3670c', 1, NULL, 'YZ-03', 'penalty', '对个人乱倒垃圾、乱堆物料的处罚', '城市管理', '云泽市市容条例(虚构)', '第3条', '责令改正；罚款', NULL, NULL, 50, 200, '[]', NULL, NULL, NULL, false, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('2ee3426c-3fce-523d-9908-7d60c263dc5c', 1, NULL, 'YZ-04', 'penalty', '对单位乱倒垃圾的处罚', '城市管理', '云泽市市容条例(虚构)', '第4条', '责令改正；罚款', 5000, 50000, NULL, NULL, '[]', NULL, NULL, NULL, false, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('b42c54fa-d8db-5f62-ab95-173b2eaa4e88', 1, NULL, 'YZ-05', 'penalty', '对污水直排的处罚', '生态环境', '云泽市市容条例(虚构)', '第5条', '责令改正；罚款', 20000, 200000, 20000, 200000, '[]', NULL, NULL, NULL, false, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('3d951c24-f82d-55c4-8e90-8a3ef5e14ebb', 1, NULL, 'YZ-06', 'penalty', '对违法燃放烟花爆竹的处罚', '公安', '云泽市市容条例(虚构)', '第6条', '由公安机关处理', NULL, NULL, NULL, NULL, '[]', NULL, NULL, NULL, false, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('83177d9f-d251-5a75-b7b5-21e19d28f661', 1, NULL, 'YZ-07', 'penalty', '对毁坏林木的处罚', '林业水利', '云泽市市容条例(虚构)', '第7条', '责令补种；罚款', 200, 2000, 200, 2000, '[]', NULL, NULL, NULL, false, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('38285352-d2ee-5f10-8e10-3c8c3db0f72f', 1, NULL, 'YZ-08', 'penalty', '对单位倾倒建筑垃圾的处罚', '城市管理', '云泽市市容条例(虚构)', '第8条', '责令改正；罚款；没收违法所得', 100000, 1000000, NULL, NULL, '["confiscation"]', NULL, true, true, false, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('8c4326cc-2278-5c1c-a6a7-903e3d293ad6', 1, NULL, 'YZ-09', 'penalty', '对个人倾倒建筑垃圾的处罚', '城市管理', '云泽市市容条例(虚构)', '第8条', '责令改正；罚款', NULL, NULL, 0, 200, '[]', NULL, NULL, NULL, false, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('6cab68da-8875-52c5-9f46-e5884dba9010', 1, NULL, 'YZ-10', 'penalty', '对无照经营的处罚', '市场监管', '云泽市市容条例(虚构)', '第10条', '没收违法所得；罚款', 0, 10000, 0, 5000, '[]', NULL, NULL, NULL, false, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.ladder_rung VALUES ('*', 1, '2026-01-01', NULL, 'undelivered', 30, NULL, 'alert', '虚构', true);
INSERT INTO public.ladder_rung VALUES ('*', 2, '2026-01-01', NULL, 'unseen', NULL, 0.5, 'alert', '虚构', true);
INSERT INTO public.ladder_rung VALUES ('*', 3, '2026-01-01', NULL, 'unaccepted', NULL, 1, 'next_unit', '虚构', true);
INSERT INTO public.ladder_rung VALUES ('*', 4, '2026-01-01', NULL, 'unaccepted', NULL, 1.5, 'team', '虚构', true);
INSERT INTO public.ladder_rung VALUES ('*', 5, '2026-01-01', NULL, 'unaccepted', NULL, 2, 'township', '虚构', true);
INSERT INTO public.ladder_rung VALUES ('*', 6, '2026-01-01', NULL, 'unaccepted', NULL, 3, 'district', '虚构', true);
INSERT INTO public.ladder_rung VALUES ('*', 7, '2026-01-01', NULL, 'unaccepted', NULL, 4, 'city', '虚构', true);
INSERT INTO public.listing VALUES ('6f634ee0-0ff3-5582-89e2-a5d79ddd8f67', 1, NULL, 'city', 2026, 'YZ-07', 2, '云泽市林业水利局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.listing VALUES ('657a5268-c57d-514d-8fb7-4993f89b5b0d', 1, NULL, 'provincial', 2026, 'YZ-01', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.listing VALUES ('e593ff5c-1b21-5332-85f6-95c33793a2e8', 1, NULL, 'provincial', 2026, 'YZ-03', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.listing VALUES ('0d21541c-a8bf-542f-a96e-d401ad5f7de3', 1, NULL, 'provincial', 2026, 'YZ-04', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.listing VALUES ('5c685f2c-8150-5522-9b76-00c18d4b4a7f', 1, NULL, 'provincial', 2026, 'YZ-08', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.listing VALUES ('8dae4370-705a-5936-8577-8cbdb15e8ad5', 1, NULL, 'provincial', 2026, 'YZ-09', NULL, '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.officer VALUES ('YZ-U0-A', '测试甲01', 'YZ-U0', true);
INSERT INTO public.officer VALUES ('YZ-U0-B', '测试乙02', 'YZ-U0', true);
INSERT INTO public.officer VALUES ('YZ-U1-A', '测试甲03', 'YZ-U1', true);
INSERT INTO public.officer VALUES ('YZ-U1-B', '测试乙04', 'YZ-U1', true);
INSERT INTO public.officer VALUES ('YZ-U2A-A', '测试甲05', 'YZ-U2A', true);
INSERT INTO public.officer VALUES ('YZ-U2A-B', '测试乙06', 'YZ-U2A', true);
INSERT INTO public.officer VALUES ('YZ-U2B-A', '测试甲07', 'YZ-U2B', true);
INSERT INTO public.officer VALUES ('YZ-U2B-B', '测试乙08', 'YZ-U2B', true);
INSERT INTO public.officer VALUES ('YZ-U3-A', '测试甲09', 'YZ-U3', true);
INSERT INTO public.officer VALUES ('YZ-U3-B', '测试乙10', 'YZ-U3', true);
INSERT INTO public.officer VALUES ('YZ-U4-A', '测试甲11', 'YZ-U4', true);
INSERT INTO public.officer VALUES ('YZ-U4-B', '测试乙12', 'YZ-U4', true);
INSERT INTO public.officer VALUES ('YZ-U5-A', '测试甲13', 'YZ-U5', true);
INSERT INTO public.officer VALUES ('YZ-U5-B', '测试乙14', 'YZ-U5', true);
INSERT INTO public.officer VALUES ('YZ-U6-A', '测试甲15', 'YZ-U6', true);
INSERT INTO public.officer VALUES ('YZ-U6-B', '测试乙16', 'YZ-U6', true);
INSERT INTO public.officer VALUES ('YZ-U7-A', '测试甲17', 'YZ-U7', true);
INSERT INTO public.officer VALUES ('YZ-U7-B', '测试乙18', 'YZ-U7', true);
INSERT INTO public.outbox VALUES ('01a205c8-fe8b-77d2-a559-5d59ccbe59c4', 'command.case-routed', '2026-11-23 00:23:08.101476+00', '{"case_no": "20261123-000001"}', 0, NULL, NULL);
INSERT INTO public.outbox VALUES ('01a205c8-fe8b-78c5-904e-a8c19a2aa93c', 'command.case-routed', '2026-11-23 00:23:08.101476+00', '{"case_no": "20261123-000002"}', 0, NULL, NULL);
INSERT INTO public.parameter VALUES ('f9179ced-0384-5bdb-999e-db367b424e45', 1, NULL, 'border_strip_m', 20, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.parameter VALUES ('9876e979-4c6a-5f39-8b45-043187ac80a1', 1, NULL, 'calendar_expected_month', 12, '2026-01-01', NULL, '云泽市计时规则(虚构)', true);
INSERT INTO public.parameter VALUES ('df27b870-cc65-500f-8611-78468904ae8f', 1, NULL, 'duty_break_min', 30, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.parameter VALUES ('f2e9a995-257b-5b05-95f1-2e63f9fd6637', 1, NULL, 'duty_overtime_min', 120, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.parameter VALUES ('243d2031-05a9-57f0-862d-f3b3abedfec2', 1, NULL, 'summary_most_person', 200, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.parameter VALUES ('fecd6bc5-b266-5e09-9893-941b96cb13f8', 1, NULL, 'summary_most_unit', 3000, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.pause_ground VALUES ('rectification', '2026-01-01', NULL, '["signed", "en_route", "on_site"]', '云泽市计时规则(虚构)', true);
INSERT INTO public.pause_ground VALUES ('testing', '2026-01-01', NULL, '["on_site"]', '云泽市计时规则(虚构)', true);
INSERT INTO public.pause_ground VALUES ('dispute', '2026-01-01', NULL, '["to_judge", "signed"]', '云泽市计时规则(虚构)', true);
INSERT INTO public.platform VALUES ('wangge', '云泽网格平台', '[]');
INSERT INTO public.response_limit VALUES ('general', '2026-01-01', NULL, 240, NULL, '虚构', true);
INSERT INTO public.response_limit VALUES ('urgent', '2026-01-01', NULL, 30, 60, '虚构', true);
INSERT INTO public.response_limit VALUES ('critical', '2026-01-01', NULL, 1, 15, '虚构', true);
INSERT INTO public.rule VALUES ('e20afbee-7e71-5649-8545-866cb3da5776', 1, NULL, 'YZ-R010', 1, 10, '{"danger": true}', '{"judge": "danger_first"}', '有人身危险：先报110、119、120，再说由谁执法。', 'Somebody is in danger: call 110, 119 or 120 first; who enforces comes after.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('3fc85582-34be-59d2-a343-af37ed08a8ff', 1, NULL, 'YZ-R020', 1, 20, '{"kind": "component"}', '{"judge": "not_enforcement"}', '部件问题先养护，不是执法事项。', 'A damaged component is for maintenance, not for enforcement.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('e1abbb24-355a-5ebc-9fd6-ccba9a30a97f', 1, NULL, 'YZ-R030', 1, 30, '{"class": "unknown"}', '{"judge": "unknown_class"}', '分类代码不在本市目录中，由人研判。', 'The class code is not in the city''s catalogue, so a person decides.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('566f409d-2a96-5b1c-b99b-d1b3efb66bb3', 1, NULL, 'YZ-R040', 1, 40, '{"place": "missing"}', '{"judge": "no_place"}', '上报没有坐标，无法确定行为发生地。', 'The report has no coordinates, so the place of the act is not known.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('e00be55f-b984-515f-a02d-723e89218f84', 1, NULL, 'YZ-R050', 1, 50, '{"place": "outside"}', '{"judge": "outside_city"}', '发生地不在本市，本市无管辖权。', 'The act lies outside the city, which has no jurisdiction there.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('258df429-b1f4-5932-bdf7-9bcb881ba713', 1, NULL, 'YZ-R060', 1, 60, '{"place": "contradiction"}', '{"judge": "place_contradiction"}', '坐标所在镇街与上报的镇街不一致，先核实地点。', 'The coordinates lie in another township than the report says: check the place first.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('2c27b8e5-960d-5f5f-af1d-7db4b19c29c8', 1, NULL, 'YZ-R070', 1, 70, '{"items": "none"}', '{"judge": "no_item"}', '该分类没有对应的执法事项，由人研判。', 'No enforcement item belongs to the class, so a person decides.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('7b12d466-f29c-51db-853b-4b2a28f3ce01', 1, NULL, 'YZ-R080', 1, 80, '{"items": "many"}', '{"judge": "several_items"}', '该分类可能对应几个事项，回答问题后再派。', 'Several items may fit: the question is answered before anyone is sent.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('036fb406-1999-5d99-bd18-2f915b25dddc', 1, NULL, 'YZ-R090', 1, 90, '{"upgraded": true}', '{"name": "team", "team": "upgraded", "reason": "upgraded"}', '有提级或指定管辖的决定：按决定由该队办理。', 'A recorded decision raised the case or named a team: that team acts.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('443409ad-e05f-527e-86c6-64e0d48b39ac', 1, NULL, 'YZ-R100', 1, 100, '{"refusals": 2}', '{"judge": "disputed"}', '已两次退回：交争议处置，首接队伍先行处理紧急情形。', 'Sent back twice: to the dispute desk; whoever received it first keeps handling what is urgent.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('d9d8b84b-5be4-5034-92e0-76dcd1aa13c4', 1, NULL, 'YZ-R110', 1, 110, '{"holder": "none"}', '{"judge": "no_holder"}', '立案日没有机关持有该事项，由人研判。', 'Nobody holds the item on the day of filing, so a person decides.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('aa5c41f2-1797-516b-9f4c-6a61b3ac4947', 1, NULL, 'YZ-R120', 1, 120, '{"holder": "several"}', '{"judge": "two_holders"}', '几个机关都可能管辖，回答问题后再派。', 'More than one body may have jurisdiction: the question is answered before anyone is sent.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('868f4463-6b13-5d43-b1a5-7b63601d4676', 1, NULL, 'YZ-R130', 1, 130, '{"area": "own", "holder": ["comprehensive", "professional"]}', '{"name": "team", "team": "area_team", "reason": "routed_area"}', '地点在特定区域内，该领域由区域执法队专管。', 'The place lies in a special area whose own team holds the field.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('94ca27c2-2d2d-548f-b8d4-4a1eb7b70616', 1, NULL, 'YZ-R140', 1, 140, '{"area": "shared", "holder": "comprehensive"}', '{"name": "team", "team": "area_team", "assist": ["township_squad"], "reason": "shared_area", "confidence": "advisory"}', '地点在特定区域内，该领域共管：区域执法队先办，镇街中队协助，由人复核。', 'In a special area that shares the field: its team acts first, the township squad assists, and a person looks at it.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('c3b8f04f-94d0-5a68-8da4-6623a683f14d', 1, NULL, 'YZ-R150', 1, 150, '{"area": "shared", "holder": "professional"}', '{"name": "team", "team": "area_team", "assist": ["district_field"], "reason": "shared_area", "confidence": "advisory"}', '地点在特定区域内，该专业领域共管：区域执法队先办，区县专业队协助，由人复核。', 'In a special area that shares the professional field: its team acts first, the county''s professional team assists, and a person looks at it.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('7b9be58d-64df-50b8-ad51-064d64155cff', 1, NULL, 'YZ-R160', 1, 160, '{"form": "empowered", "holder": ["comprehensive", "professional"], "listed": true, "sanction": "major"}', '{"name": "bureau", "team": "district_field", "assist": ["township_squad"], "reason": "major_to_county"}', '镇街虽有此项，重大处罚保留在县级：由区县队伍以其机关名义办理，镇街队伍先到协助。', 'The township holds the item, but major sanctions stay with the county: its team acts in its own name, and the township squad assists, first on site.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('81c2224f-b8b5-51cc-a45c-85c436f06049', 1, NULL, 'YZ-R170', 1, 170, '{"form": "empowered", "squad": "able", "listed": true, "sanction": "minor"}', '{"name": "own", "team": "township_squad", "reason": "routed_empowered"}', '镇街已赋权，事项在其公布的清单内，预期处罚不属重大：由镇街执法队办理，以镇街名义。', 'The township is empowered, its published list holds the item and no major sanction is expected: its squad acts, in the township''s own name.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('aecbc99f-0c2b-5300-b746-98a28c5684ef', 1, NULL, 'YZ-R180', 1, 180, '{"form": "empowered", "squad": "able", "listed": true, "sanction": "unknown"}', '{"name": "own", "team": "township_squad", "reason": "routed_empowered", "confidence": "advisory"}', '镇街已赋权，事项在其公布的清单内，预期处罚未明：先由镇街执法队办理；查明属重大的，转区县。', 'The township is empowered and its published list holds the item; how severe the sanction may be is not known yet: its squad begins, and hands over to the county should it prove major.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('7c51d3bf-69ad-58ec-9e28-938797c48314', 1, NULL, 'YZ-R190', 1, 190, '{"holder": "outside"}', '{"judge": "outside_holder"}', '由本平台以外的机关管辖，移送。', 'A body outside this platform has jurisdiction: hand it over.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('89a4d0d7-5730-5d18-b389-a0a98ed9ea1d', 1, NULL, 'YZ-R200', 1, 200, '{"scope": "partial", "holder": "comprehensive"}', '{"name": "bureau", "team": "district_field", "assist": ["township_squad"], "reason": "partial_scope", "confidence": "advisory"}', '部分划转：是否在划转范围内由人核对；由区县综合执法队办理，镇街中队协助。', 'Only part of the item moved: a person checks whether the act is in that part; the county''s comprehensive team acts and the township squad assists.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('fb145901-f1bb-57d4-9acd-559249f5c1e5', 1, NULL, 'YZ-R210', 1, 210, '{"form": "posted", "squad": "able", "holder": "comprehensive"}', '{"name": "bureau", "team": "township_squad", "reason": "routed_posted"}', '综合执法事项，镇街为派驻：由派驻中队办理，以区县综合执法局名义。', 'A comprehensive item where the squad is posted: the squad acts, in the name of the county bureau.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('730c87d2-a008-5228-9446-bac55daaa081', 1, NULL, 'YZ-R220', 1, 220, '{"holder": "comprehensive"}', '{"name": "bureau", "team": "district_field", "reason": "routed_district"}', '综合执法事项未下放到该镇街，或镇街中队不办该领域：由区县该领域的综合执法队办理。', 'A comprehensive item that was not handed to the township, or in whose field its squad does not work: the county''s team of the field acts.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.rule VALUES ('f4eef5f2-dfd6-5346-845b-c14ba3624d96', 1, NULL, 'YZ-R230', 1, 230, '{"holder": "professional"}', '{"name": "team", "team": "district_field", "assist": ["township_squad"], "reason": "routed_professional"}', '专业执法领域：由区县该领域的专业执法队办理，以其机关名义；指挥中心可派镇街中队先到协助。', 'A professional field: the county''s professional team acts, in its own body''s name; the command centre may send the township squad ahead to assist.', 'OneDoor', '2026-01-01', NULL, '云泽市事项分类(虚构)', false);
INSERT INTO public.sanction_line VALUES ('e6b16d2d-d2e6-5407-8369-a63becf3a721', 1, NULL, '*', 'person', 10000, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.sanction_line VALUES ('a84a9193-c68e-5919-ac7a-932e58a68114', 1, NULL, '*', 'unit', 100000, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.sending VALUES ('*', '*', '*', '*', '2026-01-01', NULL, true, '云泽市事项分类(虚构)', true);
INSERT INTO public.sending VALUES ('YZ-E-LS', '*', '*', '*', '2026-01-01', NULL, false, '云泽市事项分类(虚构)', true);
INSERT INTO public.special_area VALUES ('01a205c8-fdad-7b34-b1de-f5bca3fde0dc', 'YZ-SA', '云泽站', 10, '\x010300000001000000050000007b14ae47e1ca5540c3f5285c8f8245405c8fc2f528cc5540c3f5285c8f8245405c8fc2f528cc554085eb51b81e8545407b14ae47e1ca554085eb51b81e8545407b14ae47e1ca5540c3f5285c8f824540', '2026-01-01', NULL, '云泽市事项分类(虚构)', true, 1, NULL);
INSERT INTO public.team VALUES ('YZ-CITY', '云泽市综合行政执法局直属队', 'direct', 'city', NULL, NULL, '["城市管理", "建设"]', '云泽市综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-E-ZD', '云东区综合行政执法局直属中队', 'comprehensive', 'district', '990101', NULL, '["城市管理", "建设"]', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-E-LS', '云东区综合行政执法局(林业水利)行政执法队', 'comprehensive', 'district', '990101', NULL, '["林业水利"]', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-E-HB', '云东区生态环境行政执法队', 'professional', 'district', '990101', NULL, '["生态环境"]', '云东区生态环境局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-W-ZD', '云西县综合行政执法局直属中队', 'comprehensive', 'district', '990102', NULL, '["城市管理", "建设"]', '云西县综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-T1', '东湖街道综合行政执法队', 'squad', 'township', '990101', '990101001', '["城市管理"]', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-T2', '南市街道综合行政执法队', 'squad', 'township', '990101', '990101002', '["城市管理"]', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-T4', '石门乡综合行政执法队', 'squad', 'township', '990102', '990102201', '["城市管理"]', '云西县综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team_aspect VALUES ('f6a270d1-e9ed-54c3-95eb-848cdd3d6d7d', 1, NULL, 'YZ-E-LS', 'business', '云东区林业水利局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team_aspect VALUES ('cfee12b2-119a-5519-9f7a-25fb217e4cf1', 1, NULL, 'YZ-E-LS', 'establishment', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team_aspect VALUES ('70a72e7f-2e7a-58af-aef8-73aa062a6234', 1, NULL, 'YZ-E-LS', 'guidance', '云泽市综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team_aspect VALUES ('c0b25333-acda-5952-9112-e58f3d3f747d', 1, NULL, 'YZ-E-LS', 'penalty', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team_aspect VALUES ('0cd05e31-2259-504f-962c-a5bc1ce97826', 1, NULL, 'YZ-E-LS', 'personnel', '云东区林业水利局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team_aspect VALUES ('509bd109-91d5-51c8-b4ed-ba37a907c060', 1, NULL, 'YZ-E-LS', 'standing', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.time_limit VALUES ('YZ-GENERAL', 1, '一般事件处置', '', '', '*', 'general', 'handle', 2, 'working_day', 1, 1, 'district', NULL, NULL, '云泽市处置时限(虚构)', true);
INSERT INTO public.time_limit VALUES ('YZ-URGENT', 1, '紧急事件处置', '', '', '*', 'urgent', 'handle', 24, 'hour', 1, 0.5, 'district', NULL, NULL, '云泽市处置时限(虚构)', true);
INSERT INTO public.time_limit VALUES ('YZ-CRITICAL', 1, '特急事件处置', '', '', '*', 'critical', 'handle', 2, 'hour', 0, 0, 'city', NULL, NULL, '云泽市处置时限(虚构)', true);
INSERT INTO public.time_limit VALUES ('YZ-M02', 1, '店铺噪声处置', 'LOCAL-YZ', 'matter', 'M02', 'general', 'handle', 4, 'working_hour', 1, 1, 'township', NULL, NULL, '云泽市处置时限(虚构)', true);
INSERT INTO public.time_limit VALUES ('YZ-GARBAGE', 1, '市容环境类处置', '', '', 'group:市容环境', 'general', 'handle', 8, 'working_hour', 1, 1, 'township', NULL, NULL, '云泽市处置时限(虚构)', true);
INSERT INTO public.time_limit VALUES ('YZ-DECISION', 1, '立案后作出行政处罚决定', '', '', '*', '*', 'statutory', 90, 'calendar_day', 0, 0, 'district', '2021-07-15', NULL, '行政处罚法(2021修订) 第60条', false);
INSERT INTO public.township VALUES ('990101001', '东湖街道', '街道', '990101');
INSERT INTO public.township VALUES ('990101002', '南市街道', '街道', '990101');
INSERT INTO public.township VALUES ('990102100', '北山镇', '镇', '990102');
INSERT INTO public.township VALUES ('990102201', '石门乡', '乡', '990102');
INSERT INTO public.township_alias VALUES ('old_list', '990101003', '990101002');
INSERT INTO public.township_alias VALUES ('old_list', '990101002', '990102201');
INSERT INTO public.township_item VALUES ('00808aa6-0c68-5f61-af65-2eefb3788c51', 1, NULL, '990101001', 'YZ-01', '2026-01-01', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township_item VALUES ('d63b6a16-1e34-5eaf-beb2-14d9abb48c29', 1, NULL, '990101001', 'YZ-08', '2026-01-01', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township_item VALUES ('d3110f9b-5184-5167-9b7a-4bb2e0809a75', 1, NULL, '990101001', 'YZ-09', '2026-01-01', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township_power VALUES ('f0d55ff5-3bfb-5865-ad11-8e6df98de9c5', 1, NULL, '990101001', 'empowered', '东湖街道办事处', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township_power VALUES ('bdc14d03-0c8e-5cc5-8317-5c49d55f04f1', 1, NULL, '990101002', 'posted', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township_power VALUES ('4db0ed5b-36d9-5139-994d-41acc8651d70', 1, NULL, '990102100', 'none', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township_power VALUES ('a04c3cb7-a1da-5f06-b1c5-33b56753c4d6', 1, NULL, '990102201', 'posted', '云西县综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.unit VALUES ('YZ-U0', '市直属组', 'YZ-CITY', 87.1, 43.09, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U1', '东湖一组', 'YZ-T1', 87.02, 43.02, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U2A', '南市日班组', 'YZ-T2', 87.12, 43.02, 480, 1200, true);
INSERT INTO public.unit VALUES ('YZ-U2B', '南市夜班组', 'YZ-T2', 87.18, 43.08, 1200, 480, true);
INSERT INTO public.unit VALUES ('YZ-U3', '云东直属组', 'YZ-E-ZD', 87.09, 43.05, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U4', '云东环保组', 'YZ-E-HB', 87.11, 43.05, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U5', '云西直属组', 'YZ-W-ZD', 87.09, 43.15, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U6', '石门一组', 'YZ-T4', 87.15, 43.15, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U7', '云东林水组', 'YZ-E-LS', 87.08, 43.02, 0, 0, true);
INSERT INTO public.work_day VALUES ('2026-01-01', 'holiday', '元旦', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-01-02', 'holiday', '元旦', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-01-03', 'holiday', '元旦', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-01-04', 'make_up', '元旦', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-14', 'make_up', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-15', 'holiday', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-16', 'holiday', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-17', 'holiday', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-18', 'holiday', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-19', 'holiday', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-20', 'holiday', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-21', 'holiday', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-22', 'holiday', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-23', 'holiday', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-02-28', 'make_up', '春节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-04-04', 'holiday', '清明', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-04-05', 'holiday', '清明', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-04-06', 'holiday', '清明', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-05-01', 'holiday', '劳动节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-05-02', 'holiday', '劳动节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-05-03', 'holiday', '劳动节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-05-04', 'holiday', '劳动节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-05-05', 'holiday', '劳动节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-05-09', 'make_up', '劳动节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-06-19', 'holiday', '端午', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-06-20', 'holiday', '端午', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-06-21', 'holiday', '端午', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-09-20', 'make_up', '国庆节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-09-25', 'holiday', '中秋', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-09-26', 'holiday', '中秋', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-09-27', 'holiday', '中秋', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-10-01', 'holiday', '国庆节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-10-02', 'holiday', '国庆节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-10-03', 'holiday', '国庆节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-10-04', 'holiday', '国庆节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-10-05', 'holiday', '国庆节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-10-06', 'holiday', '国庆节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-10-07', 'holiday', '国庆节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.work_day VALUES ('2026-10-10', 'make_up', '国庆节', 'null', '国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO public.working_hours VALUES ('2026-01-01', NULL, '[[540, 720], [780, 1080]]', '云泽市作息(虚构)', true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT pk_account PRIMARY KEY (id);
ALTER TABLE ONLY public.act
    ADD CONSTRAINT pk_act PRIMARY KEY (unit, id);
ALTER TABLE ONLY public.alert
    ADD CONSTRAINT pk_alert PRIMARY KEY (id);
ALTER TABLE ONLY public.alert_history
    ADD CONSTRAINT pk_alert_history PRIMARY KEY (id);
ALTER TABLE ONLY public.area_power
    ADD CONSTRAINT pk_area_power PRIMARY KEY (id, since);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT pk_attachment PRIMARY KEY (id);
ALTER TABLE ONLY public.body
    ADD CONSTRAINT pk_body PRIMARY KEY (id, since);
ALTER TABLE ONLY public.boundary
    ADD CONSTRAINT pk_boundary PRIMARY KEY (township, version);
ALTER TABLE ONLY public."case"
    ADD CONSTRAINT pk_case PRIMARY KEY (id);
ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT pk_case_file PRIMARY KEY (case_no, file_id);
ALTER TABLE ONLY public.case_history
    ADD CONSTRAINT pk_case_history PRIMARY KEY (id);
ALTER TABLE ONLY public.catalogue_draft
    ADD CONSTRAINT pk_catalogue_draft PRIMARY KEY (id);
ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT pk_certificate PRIMARY KEY (officer, field, number);
ALTER TABLE ONLY public.channel
    ADD CONSTRAINT pk_channel PRIMARY KEY (name);
ALTER TABLE ONLY public.channel_frame
    ADD CONSTRAINT pk_channel_frame PRIMARY KEY (channel, seq);
ALTER TABLE ONLY public.city
    ADD CONSTRAINT pk_city PRIMARY KEY (code);
ALTER TABLE ONLY public.class_alias
    ADD CONSTRAINT pk_class_alias PRIMARY KEY (id, since);
ALTER TABLE ONLY public.class_item
    ADD CONSTRAINT pk_class_item PRIMARY KEY (id, since);
ALTER TABLE ONLY public.clock_history
    ADD CONSTRAINT pk_clock_history PRIMARY KEY (id);
ALTER TABLE ONLY public.device
    ADD CONSTRAINT pk_device PRIMARY KEY (id);
ALTER TABLE ONLY public.device_ack
    ADD CONSTRAINT pk_device_ack PRIMARY KEY (device, channel);
ALTER TABLE ONLY public.district
    ADD CONSTRAINT pk_district PRIMARY KEY (code);
ALTER TABLE ONLY public.duty_history
    ADD CONSTRAINT pk_duty_history PRIMARY KEY (id);
ALTER TABLE ONLY public.edition
    ADD CONSTRAINT pk_edition PRIMARY KEY (name);
ALTER TABLE ONLY public.entry_test
    ADD CONSTRAINT pk_entry_test PRIMARY KEY (id, since);
ALTER TABLE ONLY public.event_class
    ADD CONSTRAINT pk_event_class PRIMARY KEY (id, since);
ALTER TABLE ONLY public.extension
    ADD CONSTRAINT pk_extension PRIMARY KEY (id);
ALTER TABLE ONLY public.former_area
    ADD CONSTRAINT pk_former_area PRIMARY KEY (id, since);
ALTER TABLE ONLY public.frame
    ADD CONSTRAINT pk_frame PRIMARY KEY (id);
ALTER TABLE ONLY public.handover
    ADD CONSTRAINT pk_handover PRIMARY KEY (id);
ALTER TABLE ONLY public.handover_entry
    ADD CONSTRAINT pk_handover_entry PRIMARY KEY (id);
ALTER TABLE ONLY public.heard
    ADD CONSTRAINT pk_heard PRIMARY KEY (event_id, reaction);
ALTER TABLE ONLY public.holder
    ADD CONSTRAINT pk_holder PRIMARY KEY (id, since);
ALTER TABLE ONLY public.instruction
    ADD CONSTRAINT pk_instruction PRIMARY KEY (id);
ALTER TABLE ONLY public.instruction_history
    ADD CONSTRAINT pk_instruction_history PRIMARY KEY (id);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT pk_item PRIMARY KEY (id, since);
ALTER TABLE ONLY public.ladder_rung
    ADD CONSTRAINT pk_ladder_rung PRIMARY KEY (urgency, number, valid_from);
ALTER TABLE ONLY public.lease
    ADD CONSTRAINT pk_lease PRIMARY KEY (name);
ALTER TABLE ONLY public.listing
    ADD CONSTRAINT pk_listing PRIMARY KEY (id, since);
ALTER TABLE ONLY public.login_attempt
    ADD CONSTRAINT pk_login_attempt PRIMARY KEY (key);
ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT pk_login_session PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.notice
    ADD CONSTRAINT pk_notice PRIMARY KEY (id);
ALTER TABLE ONLY public.officer
    ADD CONSTRAINT pk_officer PRIMARY KEY (code);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);
ALTER TABLE ONLY public.parameter
    ADD CONSTRAINT pk_parameter PRIMARY KEY (id, since);
ALTER TABLE ONLY public.pause_ground
    ADD CONSTRAINT pk_pause_ground PRIMARY KEY (ground, valid_from);
ALTER TABLE ONLY public.platform
    ADD CONSTRAINT pk_platform PRIMARY KEY (code);
ALTER TABLE ONLY public.platform_token
    ADD CONSTRAINT pk_platform_token PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.publication
    ADD CONSTRAINT pk_publication PRIMARY KEY (edition);
ALTER TABLE ONLY public.push_subscription
    ADD CONSTRAINT pk_push_subscription PRIMARY KEY (id);
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT pk_receipt PRIMARY KEY (instruction_id, unit);
ALTER TABLE ONLY public.recusal
    ADD CONSTRAINT pk_recusal PRIMARY KEY (id);
ALTER TABLE ONLY public.response_limit
    ADD CONSTRAINT pk_response_limit PRIMARY KEY (urgency, valid_from);
ALTER TABLE ONLY public.rule
    ADD CONSTRAINT pk_rule PRIMARY KEY (id, since);
ALTER TABLE ONLY public.sanction_line
    ADD CONSTRAINT pk_sanction_line PRIMARY KEY (id, since);
ALTER TABLE ONLY public.sending
    ADD CONSTRAINT pk_sending PRIMARY KEY (team, scheme, kind, code, valid_from);
ALTER TABLE ONLY public.serial
    ADD CONSTRAINT pk_serial PRIMARY KEY (name);
ALTER TABLE ONLY public.sos
    ADD CONSTRAINT pk_sos PRIMARY KEY (id);
ALTER TABLE ONLY public.sos_called
    ADD CONSTRAINT pk_sos_called PRIMARY KEY (sos_id, unit);
ALTER TABLE ONLY public.sos_history
    ADD CONSTRAINT pk_sos_history PRIMARY KEY (id);
ALTER TABLE ONLY public.special_area
    ADD CONSTRAINT pk_special_area PRIMARY KEY (id);
ALTER TABLE ONLY public.stored_file
    ADD CONSTRAINT pk_stored_file PRIMARY KEY (id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT pk_task PRIMARY KEY (id);
ALTER TABLE ONLY public.task_history
    ADD CONSTRAINT pk_task_history PRIMARY KEY (id);
ALTER TABLE ONLY public.team
    ADD CONSTRAINT pk_team PRIMARY KEY (code);
ALTER TABLE ONLY public.team_aspect
    ADD CONSTRAINT pk_team_aspect PRIMARY KEY (id, since);
ALTER TABLE ONLY public.time_limit
    ADD CONSTRAINT pk_time_limit PRIMARY KEY (id, version);
ALTER TABLE ONLY public.timer
    ADD CONSTRAINT pk_timer PRIMARY KEY (kind, subject);
ALTER TABLE ONLY public.township
    ADD CONSTRAINT pk_township PRIMARY KEY (code);
ALTER TABLE ONLY public.township_alias
    ADD CONSTRAINT pk_township_alias PRIMARY KEY (scheme, alias);
ALTER TABLE ONLY public.township_item
    ADD CONSTRAINT pk_township_item PRIMARY KEY (id, since);
ALTER TABLE ONLY public.township_power
    ADD CONSTRAINT pk_township_power PRIMARY KEY (id, since);
ALTER TABLE ONLY public.track
    ADD CONSTRAINT pk_track PRIMARY KEY (unit, at);
ALTER TABLE ONLY public.unit
    ADD CONSTRAINT pk_unit PRIMARY KEY (code);
ALTER TABLE ONLY public.unit_duty
    ADD CONSTRAINT pk_unit_duty PRIMARY KEY (unit);
ALTER TABLE ONLY public.work_day
    ADD CONSTRAINT pk_work_day PRIMARY KEY (day);
ALTER TABLE ONLY public.working_hours
    ADD CONSTRAINT pk_working_hours PRIMARY KEY (valid_from);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT uq_account_username UNIQUE (username);
ALTER TABLE ONLY public."case"
    ADD CONSTRAINT uq_case_case_no UNIQUE (case_no);
ALTER TABLE ONLY public.device
    ADD CONSTRAINT uq_device_token_hash UNIQUE (token_hash);
ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT uq_login_session_id UNIQUE (id);
ALTER TABLE ONLY public.platform_token
    ADD CONSTRAINT uq_platform_token_id UNIQUE (id);
ALTER TABLE ONLY public.push_subscription
    ADD CONSTRAINT uq_push_subscription_endpoint UNIQUE (endpoint);
CREATE INDEX ix_account_scope_changed_at ON public.account USING btree (scope_changed_at);
CREATE INDEX ix_act_task_id ON public.act USING btree (task_id);
CREATE INDEX ix_alert_history_alert_id ON public.alert_history USING btree (alert_id);
CREATE INDEX ix_attachment_case_no ON public.attachment USING btree (case_no);
CREATE INDEX ix_boundary_version ON public.boundary USING btree (version);
CREATE INDEX ix_case_due_provisional ON public."case" USING btree (due_at) WHERE (due_provisional AND ((state)::text <> 'closed'::text));
CREATE INDEX ix_case_history_case_id ON public.case_history USING btree (case_id);
CREATE INDEX ix_case_open ON public."case" USING btree (id) WHERE ((state)::text <> 'closed'::text);
CREATE INDEX ix_channel_frame_frame_id ON public.channel_frame USING btree (frame_id);
CREATE INDEX ix_clock_history_case_no ON public.clock_history USING btree (case_no);
CREATE INDEX ix_device_unit ON public.device USING btree (unit);
CREATE INDEX ix_duty_history_unit ON public.duty_history USING btree (unit);
CREATE INDEX ix_extension_case_no ON public.extension USING btree (case_no);
CREATE INDEX ix_frame_at ON public.frame USING btree (at);
CREATE INDEX ix_handover_entry_handover_id ON public.handover_entry USING btree (handover_id);
CREATE INDEX ix_handover_node_made_at ON public.handover USING btree (node, made_at);
CREATE INDEX ix_instruction_history_instruction_id ON public.instruction_history USING btree (instruction_id);
CREATE INDEX ix_instruction_issued_at ON public.instruction USING btree (issued_at);
CREATE INDEX ix_instruction_node ON public.instruction USING btree (node);
CREATE INDEX ix_instruction_open ON public.instruction USING btree (id) WHERE (ended_at IS NULL);
CREATE INDEX ix_login_attempt_window_started_at ON public.login_attempt USING btree (window_started_at);
CREATE INDEX ix_login_session_account_id ON public.login_session USING btree (account_id);
CREATE INDEX ix_login_session_ended_at ON public.login_session USING btree (ended_at);
CREATE INDEX ix_login_session_expires_at ON public.login_session USING btree (expires_at);
CREATE INDEX ix_notice_dead ON public.notice USING btree (id) WHERE ((state)::text = 'dead'::text);
CREATE INDEX ix_notice_settled_at ON public.notice USING btree (settled_at);
CREATE INDEX ix_notice_waiting ON public.notice USING btree (due_at) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX ix_officer_unit ON public.officer USING btree (unit);
CREATE INDEX ix_outbox_done_at ON public.outbox USING btree (done_at);
CREATE INDEX ix_outbox_waiting ON public.outbox USING btree (id) WHERE (done_at IS NULL);
CREATE INDEX ix_platform_token_platform ON public.platform_token USING btree (platform);
CREATE INDEX ix_push_subscription_unit ON public.push_subscription USING btree (unit);
CREATE INDEX ix_receipt_sent ON public.receipt USING btree (unit) WHERE ((state)::text = 'sent'::text);
CREATE INDEX ix_receipt_unit ON public.receipt USING btree (unit);
CREATE INDEX ix_receipt_unsigned ON public.receipt USING btree (instruction_id) WHERE ((state)::text <> 'signed'::text);
CREATE INDEX ix_recusal_officer ON public.recusal USING btree (officer);
CREATE INDEX ix_recusal_place ON public.recusal USING btree (place);
CREATE INDEX ix_recusal_subject ON public.recusal USING btree (subject);
CREATE INDEX ix_sos_called_unit ON public.sos_called USING btree (unit);
CREATE INDEX ix_sos_history_sos_id ON public.sos_history USING btree (sos_id);
CREATE INDEX ix_sos_open ON public.sos USING btree (unit) WHERE (NOT ended);
CREATE INDEX ix_sos_raised_at ON public.sos USING btree (raised_at);
CREATE INDEX ix_stored_file_sha256 ON public.stored_file USING btree (sha256);
CREATE INDEX ix_task_case_no ON public.task USING btree (case_no);
CREATE INDEX ix_task_done_cell ON public.task USING btree (cell) WHERE ((state)::text = 'done'::text);
CREATE INDEX ix_task_done_subject ON public.task USING btree (subject) WHERE (((state)::text = 'done'::text) AND (subject IS NOT NULL));
CREATE INDEX ix_task_done_unit ON public.task USING btree (unit, changed_at) WHERE ((state)::text = 'done'::text);
CREATE INDEX ix_task_history_task_id ON public.task_history USING btree (task_id);
CREATE INDEX ix_task_open_unit ON public.task USING btree (unit) WHERE (NOT ended);
CREATE INDEX ix_task_parent_id ON public.task USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX ix_task_waiting ON public.task USING btree (id) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX ix_team_district ON public.team USING btree (district);
CREATE INDEX ix_timer_at ON public.timer USING btree (at);
CREATE INDEX ix_township_alias_township ON public.township_alias USING btree (township);
CREATE INDEX ix_township_district ON public.township USING btree (district);
CREATE INDEX ix_track_at ON public.track USING btree (at);
CREATE INDEX ix_unit_duty_changed_at ON public.unit_duty USING btree (changed_at);
CREATE INDEX ix_unit_team ON public.unit USING btree (team);
CREATE UNIQUE INDEX uq_alert_open ON public.alert USING btree (kind, subject) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX uq_case_platform_source_event_id ON public."case" USING btree (platform, source_event_id);
CREATE UNIQUE INDEX uq_extension_asked ON public.extension USING btree (case_no) WHERE ((state)::text = 'asked'::text);
CREATE UNIQUE INDEX uq_handover_entry_signature ON public.handover_entry USING btree (handover_id, kind) WHERE ((kind)::text <> 'remark'::text);
CREATE UNIQUE INDEX uq_sos_history_actor_act_id ON public.sos_history USING btree (actor, act_id);
CREATE TRIGGER alert_history_no_change BEFORE DELETE OR UPDATE ON public.alert_history FOR EACH ROW EXECUTE FUNCTION public.alert_history_refuse();
CREATE TRIGGER alert_history_no_truncate BEFORE TRUNCATE ON public.alert_history FOR EACH STATEMENT EXECUTE FUNCTION public.alert_history_refuse();
CREATE TRIGGER area_power_no_change BEFORE DELETE OR UPDATE ON public.area_power FOR EACH ROW EXECUTE FUNCTION public.area_power_refuse();
CREATE TRIGGER area_power_no_truncate BEFORE TRUNCATE ON public.area_power FOR EACH STATEMENT EXECUTE FUNCTION public.area_power_refuse();
CREATE TRIGGER body_no_change BEFORE DELETE OR UPDATE ON public.body FOR EACH ROW EXECUTE FUNCTION public.body_refuse();
CREATE TRIGGER body_no_truncate BEFORE TRUNCATE ON public.body FOR EACH STATEMENT EXECUTE FUNCTION public.body_refuse();
CREATE TRIGGER case_history_no_change BEFORE DELETE OR UPDATE ON public.case_history FOR EACH ROW EXECUTE FUNCTION public.case_history_refuse();
CREATE TRIGGER case_history_no_truncate BEFORE TRUNCATE ON public.case_history FOR EACH STATEMENT EXECUTE FUNCTION public.case_history_refuse();
CREATE TRIGGER class_alias_no_change BEFORE DELETE OR UPDATE ON public.class_alias FOR EACH ROW EXECUTE FUNCTION public.class_alias_refuse();
CREATE TRIGGER class_alias_no_truncate BEFORE TRUNCATE ON public.class_alias FOR EACH STATEMENT EXECUTE FUNCTION public.class_alias_refuse();
CREATE TRIGGER class_item_no_change BEFORE DELETE OR UPDATE ON public.class_item FOR EACH ROW EXECUTE FUNCTION public.class_item_refuse();
CREATE TRIGGER class_item_no_truncate BEFORE TRUNCATE ON public.class_item FOR EACH STATEMENT EXECUTE FUNCTION public.class_item_refuse();
CREATE TRIGGER clock_history_no_change BEFORE DELETE OR UPDATE ON public.clock_history FOR EACH ROW EXECUTE FUNCTION public.clock_history_refuse();
CREATE TRIGGER clock_history_no_truncate BEFORE TRUNCATE ON public.clock_history FOR EACH STATEMENT EXECUTE FUNCTION public.clock_history_refuse();
CREATE TRIGGER duty_history_no_change BEFORE DELETE OR UPDATE ON public.duty_history FOR EACH ROW EXECUTE FUNCTION public.duty_history_refuse();
CREATE TRIGGER duty_history_no_truncate BEFORE TRUNCATE ON public.duty_history FOR EACH STATEMENT EXECUTE FUNCTION public.duty_history_refuse();
CREATE TRIGGER entry_test_no_change BEFORE DELETE OR UPDATE ON public.entry_test FOR EACH ROW EXECUTE FUNCTION public.entry_test_refuse();
CREATE TRIGGER entry_test_no_truncate BEFORE TRUNCATE ON public.entry_test FOR EACH STATEMENT EXECUTE FUNCTION public.entry_test_refuse();
CREATE TRIGGER event_class_no_change BEFORE DELETE OR UPDATE ON public.event_class FOR EACH ROW EXECUTE FUNCTION public.event_class_refuse();
CREATE TRIGGER event_class_no_truncate BEFORE TRUNCATE ON public.event_class FOR EACH STATEMENT EXECUTE FUNCTION public.event_class_refuse();
CREATE TRIGGER former_area_no_change BEFORE DELETE OR UPDATE ON public.former_area FOR EACH ROW EXECUTE FUNCTION public.former_area_refuse();
CREATE TRIGGER former_area_no_truncate BEFORE TRUNCATE ON public.former_area FOR EACH STATEMENT EXECUTE FUNCTION public.former_area_refuse();
CREATE TRIGGER handover_entry_no_change BEFORE DELETE OR UPDATE ON public.handover_entry FOR EACH ROW EXECUTE FUNCTION public.handover_entry_refuse();
CREATE TRIGGER handover_entry_no_truncate BEFORE TRUNCATE ON public.handover_entry FOR EACH STATEMENT EXECUTE FUNCTION public.handover_entry_refuse();
CREATE TRIGGER handover_no_change BEFORE DELETE OR UPDATE ON public.handover FOR EACH ROW EXECUTE FUNCTION public.handover_refuse();
CREATE TRIGGER handover_no_truncate BEFORE TRUNCATE ON public.handover FOR EACH STATEMENT EXECUTE FUNCTION public.handover_refuse();
CREATE TRIGGER holder_no_change BEFORE DELETE OR UPDATE ON public.holder FOR EACH ROW EXECUTE FUNCTION public.holder_refuse();
CREATE TRIGGER holder_no_truncate BEFORE TRUNCATE ON public.holder FOR EACH STATEMENT EXECUTE FUNCTION public.holder_refuse();
CREATE TRIGGER instruction_history_no_change BEFORE DELETE OR UPDATE ON public.instruction_history FOR EACH ROW EXECUTE FUNCTION public.instruction_history_refuse();
CREATE TRIGGER instruction_history_no_truncate BEFORE TRUNCATE ON public.instruction_history FOR EACH STATEMENT EXECUTE FUNCTION public.instruction_history_refuse();
CREATE TRIGGER item_no_change BEFORE DELETE OR UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION public.item_refuse();
CREATE TRIGGER item_no_truncate BEFORE TRUNCATE ON public.item FOR EACH STATEMENT EXECUTE FUNCTION public.item_refuse();
CREATE TRIGGER listing_no_change BEFORE DELETE OR UPDATE ON public.listing FOR EACH ROW EXECUTE FUNCTION public.listing_refuse();
CREATE TRIGGER listing_no_truncate BEFORE TRUNCATE ON public.listing FOR EACH STATEMENT EXECUTE FUNCTION public.listing_refuse();
CREATE TRIGGER parameter_no_change BEFORE DELETE OR UPDATE ON public.parameter FOR EACH ROW EXECUTE FUNCTION public.parameter_refuse();
CREATE TRIGGER parameter_no_truncate BEFORE TRUNCATE ON public.parameter FOR EACH STATEMENT EXECUTE FUNCTION public.parameter_refuse();
CREATE TRIGGER publication_no_change BEFORE DELETE OR UPDATE ON public.publication FOR EACH ROW EXECUTE FUNCTION public.publication_refuse();
CREATE TRIGGER publication_no_truncate BEFORE TRUNCATE ON public.publication FOR EACH STATEMENT EXECUTE FUNCTION public.publication_refuse();
CREATE TRIGGER rule_no_change BEFORE DELETE OR UPDATE ON public.rule FOR EACH ROW EXECUTE FUNCTION public.rule_refuse();
CREATE TRIGGER rule_no_truncate BEFORE TRUNCATE ON public.rule FOR EACH STATEMENT EXECUTE FUNCTION public.rule_refuse();
CREATE TRIGGER sanction_line_no_change BEFORE DELETE OR UPDATE ON public.sanction_line FOR EACH ROW EXECUTE FUNCTION public.sanction_line_refuse();
CREATE TRIGGER sanction_line_no_truncate BEFORE TRUNCATE ON public.sanction_line FOR EACH STATEMENT EXECUTE FUNCTION public.sanction_line_refuse();
CREATE TRIGGER sos_history_no_change BEFORE DELETE OR UPDATE ON public.sos_history FOR EACH ROW EXECUTE FUNCTION public.sos_history_refuse();
CREATE TRIGGER sos_history_no_truncate BEFORE TRUNCATE ON public.sos_history FOR EACH STATEMENT EXECUTE FUNCTION public.sos_history_refuse();
CREATE TRIGGER special_area_no_change BEFORE DELETE OR UPDATE ON public.special_area FOR EACH ROW EXECUTE FUNCTION public.special_area_refuse();
CREATE TRIGGER special_area_no_truncate BEFORE TRUNCATE ON public.special_area FOR EACH STATEMENT EXECUTE FUNCTION public.special_area_refuse();
CREATE TRIGGER task_history_no_change BEFORE DELETE OR UPDATE ON public.task_history FOR EACH ROW EXECUTE FUNCTION public.task_history_refuse();
CREATE TRIGGER task_history_no_truncate BEFORE TRUNCATE ON public.task_history FOR EACH STATEMENT EXECUTE FUNCTION public.task_history_refuse();
CREATE TRIGGER team_aspect_no_change BEFORE DELETE OR UPDATE ON public.team_aspect FOR EACH ROW EXECUTE FUNCTION public.team_aspect_refuse();
CREATE TRIGGER team_aspect_no_truncate BEFORE TRUNCATE ON public.team_aspect FOR EACH STATEMENT EXECUTE FUNCTION public.team_aspect_refuse();
CREATE TRIGGER township_item_no_change BEFORE DELETE OR UPDATE ON public.township_item FOR EACH ROW EXECUTE FUNCTION public.township_item_refuse();
CREATE TRIGGER township_item_no_truncate BEFORE TRUNCATE ON public.township_item FOR EACH STATEMENT EXECUTE FUNCTION public.township_item_refuse();
CREATE TRIGGER township_power_no_change BEFORE DELETE OR UPDATE ON public.township_power FOR EACH ROW EXECUTE FUNCTION public.township_power_refuse();
CREATE TRIGGER township_power_no_truncate BEFORE TRUNCATE ON public.township_power FOR EACH STATEMENT EXECUTE FUNCTION public.township_power_refuse();
ALTER TABLE ONLY public.boundary
    ADD CONSTRAINT fk_boundary_township FOREIGN KEY (township) REFERENCES public.township(code);
ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT fk_login_session_account_id FOREIGN KEY (account_id) REFERENCES public.account(id);
ALTER TABLE ONLY public.platform_token
    ADD CONSTRAINT fk_platform_token_platform FOREIGN KEY (platform) REFERENCES public.platform(code);
ALTER TABLE ONLY public.township_alias
    ADD CONSTRAINT fk_township_alias_township FOREIGN KEY (township) REFERENCES public.township(code);
ALTER TABLE ONLY public.township
    ADD CONSTRAINT fk_township_district FOREIGN KEY (district) REFERENCES public.district(code);
