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
CREATE FUNCTION public.case_history_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'case_history is append-only'; END $$;
CREATE FUNCTION public.task_history_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'task_history is append-only'; END $$;
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
    why jsonb NOT NULL
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
CREATE TABLE public.class_item (
    id uuid NOT NULL,
    scheme character varying NOT NULL,
    kind character varying NOT NULL,
    code character varying NOT NULL,
    item character varying NOT NULL,
    holder_kind character varying NOT NULL,
    fields jsonb NOT NULL,
    question_zh character varying NOT NULL,
    question_en character varying NOT NULL,
    note character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL
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
CREATE TABLE public.edition (
    name character varying NOT NULL,
    number integer NOT NULL
);
CREATE TABLE public.event_class (
    scheme character varying NOT NULL,
    kind character varying NOT NULL,
    code character varying NOT NULL,
    name character varying NOT NULL,
    "group" character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL
);
CREATE TABLE public.frame (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    body text NOT NULL
);
CREATE TABLE public.heard (
    event_id uuid NOT NULL,
    reaction character varying NOT NULL
);
CREATE TABLE public.item (
    code character varying NOT NULL,
    name character varying NOT NULL,
    field character varying NOT NULL,
    law character varying NOT NULL,
    article character varying NOT NULL,
    sanction character varying NOT NULL,
    fine_min double precision,
    fine_max double precision,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.lease (
    name character varying NOT NULL,
    holder uuid NOT NULL,
    until timestamp with time zone NOT NULL,
    beat bigint NOT NULL
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
CREATE TABLE public.routing_rule (
    id character varying NOT NULL,
    version integer NOT NULL,
    priority integer NOT NULL,
    "when" jsonb NOT NULL,
    "then" jsonb NOT NULL,
    text_zh character varying NOT NULL,
    text_en character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    author character varying NOT NULL
);
CREATE TABLE public.serial (
    name character varying NOT NULL,
    last integer NOT NULL
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
    ended boolean NOT NULL
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
    township character varying NOT NULL,
    item character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
);
CREATE TABLE public.township_power (
    id uuid NOT NULL,
    township character varying NOT NULL,
    form character varying NOT NULL,
    name_used character varying NOT NULL,
    valid_from date,
    valid_to date,
    source character varying NOT NULL,
    invented boolean NOT NULL
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
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.boundary VALUES ('990101001', 1, '\x010300000002000000050000000000000000c0554000000000008045406666666666c6554000000000008045406666666666c65540cdcccccccc8c45400000000000c05540cdcccccccc8c45400000000000c05540000000000080454005000000c3f5285c8fc2554085eb51b81e854540a4703d0ad7c3554085eb51b81e854540a4703d0ad7c3554048e17a14ae874540c3f5285c8fc2554048e17a14ae874540c3f5285c8fc2554085eb51b81e854540', '2026-11-22');
INSERT INTO public.boundary VALUES ('990101002', 1, '\x010300000001000000050000006666666666c655400000000000804540cdcccccccccc55400000000000804540cdcccccccccc5540cdcccccccc8c45406666666666c65540cdcccccccc8c45406666666666c655400000000000804540', '2026-11-22');
INSERT INTO public.boundary VALUES ('990102100', 1, '\x010300000001000000050000000000000000c05540cdcccccccc8c45406666666666c65540cdcccccccc8c45406666666666c655409a999999999945400000000000c055409a999999999945400000000000c05540cdcccccccc8c4540', '2026-11-22');
INSERT INTO public.boundary VALUES ('990102201', 1, '\x010600000002000000010300000001000000050000006666666666c65540cdcccccccc8c4540cdcccccccccc5540cdcccccccc8c4540cdcccccccccc55409a999999999945406666666666c655409a999999999945406666666666c65540cdcccccccc8c4540010300000001000000050000003333333333d355400000000000804540f6285c8fc2d555400000000000804540f6285c8fc2d5554085eb51b81e8545403333333333d3554085eb51b81e8545403333333333d355400000000000804540', '2026-11-22');
INSERT INTO public."case" VALUES ('01a2031d-cf10-70c9-ae31-392e4edb231e', '20261122-000001', 'wangge', 'EV-1', 'routed', 1, 'routed_empowered', 'LOCAL-YZ', 'matter', 'M01', 'general', '占道摆摊', NULL, 87.03, 43.03, '990101', '990101001', 'YZ-T1', '城市管理', 'YZ-01', '东湖街道办事处', NULL, '2026-11-20 02:00:00+00', '2026-11-22 11:56:54.89953+00', '2026-11-22 11:56:54.89953+00', '{"title": "占道摆摊", "urgency": "general", "category": {"code": "M01", "kind": "matter", "scheme": "LOCAL-YZ"}, "location": {"crs": "CGCS2000", "lat": 43.03, "lon": 87.03}, "occurred_at": "2026-11-20T02:00:00.000000Z", "source_event_id": "EV-1"}', '{"rows": ["314967fd-cdfa-508c-9d0d-599359f47031", "7940eb46-03c7-54a0-a501-807a3b353da2", "49b4441d-2bbe-5eb2-94f5-4558a472479c"], "rule": {"id": "YZ-R090", "version": 1}, "facts": {"form": "empowered", "kind": "matter", "class": "known", "items": "one", "place": "inside", "squad": "able", "holder": "comprehensive", "listed": true}, "items": ["YZ-01"], "edition": 1, "law_day": "2026-11-20", "question": null, "rejected": [{"why": "county_not_first", "team": "YZ-E-ZD"}], "township": "990101001", "boundaries": 1, "filing_day": "2026-11-22"}');
INSERT INTO public."case" VALUES ('01a2031d-cf10-71d2-8148-027d70f23cd7', '20261122-000002', 'wangge', 'EV-2', 'routed', 1, 'routed_empowered', 'LOCAL-YZ', 'matter', 'M01', 'general', '占道摆摊', NULL, 87.03, 43.03, '990101', '990101001', 'YZ-T1', '城市管理', 'YZ-01', '东湖街道办事处', NULL, '2026-11-20 02:00:00+00', '2026-11-22 11:56:54.89953+00', '2026-11-22 11:56:54.89953+00', '{"title": "占道摆摊", "urgency": "general", "category": {"code": "M01", "kind": "matter", "scheme": "LOCAL-YZ"}, "location": {"crs": "CGCS2000", "lat": 43.03, "lon": 87.03}, "occurred_at": "2026-11-20T02:00:00.000000Z", "source_event_id": "EV-2"}', '{"rows": ["314967fd-cdfa-508c-9d0d-599359f47031", "7940eb46-03c7-54a0-a501-807a3b353da2", "49b4441d-2bbe-5eb2-94f5-4558a472479c"], "rule": {"id": "YZ-R090", "version": 1}, "facts": {"form": "empowered", "kind": "matter", "class": "known", "items": "one", "place": "inside", "squad": "able", "holder": "comprehensive", "listed": true}, "items": ["YZ-01"], "edition": 1, "law_day": "2026-11-20", "question": null, "rejected": [{"why": "county_not_first", "team": "YZ-E-ZD"}], "township": "990101001", "boundaries": 1, "filing_day": "2026-11-22"}');
INSERT INTO public.case_history VALUES ('01a2031d-cf1b-7d94-964f-b3d53661cb1b', '01a2031d-cf10-70c9-ae31-392e4edb231e', '2026-11-22 11:56:54.89953+00', NULL, 'routed', 'routed_empowered', 'platform:wangge', 'YZ-T1', NULL, NULL, 'YZ-R090 v1');
INSERT INTO public.case_history VALUES ('01a2031d-cf1b-7e08-a932-0d9bf4507a72', '01a2031d-cf10-71d2-8148-027d70f23cd7', '2026-11-22 11:56:54.89953+00', NULL, 'routed', 'routed_empowered', 'platform:wangge', 'YZ-T1', NULL, NULL, 'YZ-R090 v1');
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
INSERT INTO public.channel_frame VALUES ('city', 1, '01a2031d-cf1d-74b1-b925-3b8a689922da');
INSERT INTO public.channel_frame VALUES ('district:990101', 1, '01a2031d-cf1d-74b1-b925-3b8a689922da');
INSERT INTO public.channel_frame VALUES ('township:990101001', 1, '01a2031d-cf1d-74b1-b925-3b8a689922da');
INSERT INTO public.channel_frame VALUES ('team:YZ-T1', 1, '01a2031d-cf1d-74b1-b925-3b8a689922da');
INSERT INTO public.channel_frame VALUES ('platform:wangge', 1, '01a2031d-cf1d-74b1-b925-3b8a689922da');
INSERT INTO public.channel_frame VALUES ('city', 2, '01a2031d-cf1d-7620-b809-9ee329f91b81');
INSERT INTO public.channel_frame VALUES ('district:990101', 2, '01a2031d-cf1d-7620-b809-9ee329f91b81');
INSERT INTO public.channel_frame VALUES ('township:990101001', 2, '01a2031d-cf1d-7620-b809-9ee329f91b81');
INSERT INTO public.channel_frame VALUES ('team:YZ-T1', 2, '01a2031d-cf1d-7620-b809-9ee329f91b81');
INSERT INTO public.channel_frame VALUES ('platform:wangge', 2, '01a2031d-cf1d-7620-b809-9ee329f91b81');
INSERT INTO public.city VALUES ('990100', '云泽市', 'Yunze', 'Asia/Urumqi', 87.1, 43.1, '云泽市为测试而虚构 · Yunze is invented for tests', true, true, '2026-11-22 11:56:54.837153+00');
INSERT INTO public.class_item VALUES ('314967fd-cdfa-508c-9d0d-599359f47031', 'LOCAL-YZ', 'matter', 'M01', 'YZ-01', 'comprehensive', '["城市管理"]', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.class_item VALUES ('c57eb481-556a-5f39-8b75-8a4ca62cc1a4', 'LOCAL-YZ', 'matter', 'M02', 'YZ-02', 'ask', '["生态环境", "城市管理"]', '噪声来自生产设备还是经营场所？', 'Does the noise come from production machines or from a shop?', '', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.class_item VALUES ('38f16643-5467-598b-80ed-0be516fdcf8e', 'LOCAL-YZ', 'matter', 'M03', 'YZ-03', 'comprehensive', '["城市管理"]', '倾倒者是个人还是单位？', 'Was it dumped by a person or by an organisation?', '个人', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.class_item VALUES ('3f5d7b5e-8690-5f7e-a30f-1967ed33ad02', 'LOCAL-YZ', 'matter', 'M03', 'YZ-04', 'comprehensive', '["城市管理"]', '倾倒者是个人还是单位？', 'Was it dumped by a person or by an organisation?', '单位', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.class_item VALUES ('b947e217-27a4-5205-9c9d-88aed1305cff', 'LOCAL-YZ', 'matter', 'M04', 'YZ-05', 'professional', '["生态环境"]', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.class_item VALUES ('2ee34fb8-535a-504b-92f7-a1b4d5959b0e', 'LOCAL-YZ', 'matter', 'M05', 'YZ-06', 'outside', '["公安"]', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.class_item VALUES ('205c4b27-9eae-5ceb-9a75-033ad6f1f235', 'LOCAL-YZ', 'matter', 'M07', 'YZ-03', 'comprehensive', '["城市管理"]', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.class_item VALUES ('6380c6a3-7d92-5ea3-8cbb-d04fc3e6516a', 'LOCAL-YZ', 'matter', 'M08', 'YZ-07', 'comprehensive', '["林业水利"]', '', '', '', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.district VALUES ('990101', '云东区');
INSERT INTO public.district VALUES ('990102', '云西县');
INSERT INTO public.edition VALUES ('city', 1);
INSERT INTO public.event_class VALUES ('LOCAL-YZ', 'matter', 'M01', '占道摆摊', '街面秩序', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.event_class VALUES ('LOCAL-YZ', 'matter', 'M02', '店铺噪声', '街面秩序', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.event_class VALUES ('LOCAL-YZ', 'matter', 'M03', '乱倒垃圾', '市容环境', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.event_class VALUES ('LOCAL-YZ', 'matter', 'M04', '污水直排', '生态环境', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.event_class VALUES ('LOCAL-YZ', 'matter', 'M05', '燃放烟花爆竹', '公共安全', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.event_class VALUES ('LOCAL-YZ', 'matter', 'M06', '其他事项', '其他', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.event_class VALUES ('LOCAL-YZ', 'matter', 'M07', '乱堆物料', '市容环境', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.event_class VALUES ('LOCAL-YZ', 'matter', 'M08', '毁坏林木', '自然资源', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.event_class VALUES ('LOCAL-YZ', 'component', 'C01', '路灯', '公用设施', '2026-01-01', NULL, '云泽市事项分类(虚构)');
INSERT INTO public.frame VALUES ('01a2031d-cf1d-74b1-b925-3b8a689922da', '2026-11-22 11:56:54.89953+00', '"name":"case.changed","at":"2026-11-22T11:56:54.899530Z","data":{"case_no":"20261122-000001","state":"routed","stage":"accepted","closed":false,"version":1,"platform":"wangge","source_event_id":"EV-1","title":"占道摆摊","scheme":"LOCAL-YZ","kind":"matter","code":"M01","class_name":"占道摆摊","urgency":"general","lon":87.03,"lat":43.03,"address":null,"district":"990101","district_name":"云东区","township":"990101001","township_name":"东湖街道","team":"YZ-T1","team_name":"东湖街道综合行政执法队","unit":null,"item":"YZ-01","reason":"routed_empowered","occurred_at":"2026-11-20T02:00:00.000000Z","received_at":"2026-11-22T11:56:54.899530Z","changed_at":"2026-11-22T11:56:54.899530Z"}');
INSERT INTO public.frame VALUES ('01a2031d-cf1d-7620-b809-9ee329f91b81', '2026-11-22 11:56:54.89953+00', '"name":"case.changed","at":"2026-11-22T11:56:54.899530Z","data":{"case_no":"20261122-000002","state":"routed","stage":"accepted","closed":false,"version":1,"platform":"wangge","source_event_id":"EV-2","title":"占道摆摊","scheme":"LOCAL-YZ","kind":"matter","code":"M01","class_name":"占道摆摊","urgency":"general","lon":87.03,"lat":43.03,"address":null,"district":"990101","district_name":"云东区","township":"990101001","township_name":"东湖街道","team":"YZ-T1","team_name":"东湖街道综合行政执法队","unit":null,"item":"YZ-01","reason":"routed_empowered","occurred_at":"2026-11-20T02:00:00.000000Z","received_at":"2026-11-22T11:56:54.899530Z","changed_at":"2026-11-22T11:56:54.899530Z"}');
INSERT INTO public.item VALUES ('YZ-01', '对占道摆摊的处罚', '城市管理', '云泽市市容条例(虚构)', '第1条', '责令改正；拒不改正的罚款', 0, 50, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('YZ-02', '对店铺设备噪声超标的处罚', '城市管理', '云泽市市容条例(虚构)', '第2条', '责令改正；可并处罚款', 500, 5000, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('YZ-03', '对个人乱倒垃圾、乱堆物料的处罚', '城市管理', '云泽市市容条例(虚构)', '第3条', '责令改正；罚款', 50, 200, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('YZ-04', '对单位乱倒垃圾的处罚', '城市管理', '云泽市市容条例(虚构)', '第4条', '责令改正；罚款', 5000, 50000, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('YZ-05', '对污水直排的处罚', '生态环境', '云泽市市容条例(虚构)', '第5条', '责令改正；罚款', 20000, 200000, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('YZ-06', '对违法燃放烟花爆竹的处罚', '公安', '云泽市市容条例(虚构)', '第6条', '由公安机关处理', NULL, NULL, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.item VALUES ('YZ-07', '对毁坏林木的处罚', '林业水利', '云泽市市容条例(虚构)', '第7条', '责令补种；罚款', 200, 2000, '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
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
INSERT INTO public.outbox VALUES ('01a2031d-cf1d-757d-94b0-1ca7f4f58e61', 'command.case-routed', '2026-11-22 11:56:54.89953+00', '{"case_no": "20261122-000001"}', 0, NULL, NULL);
INSERT INTO public.outbox VALUES ('01a2031d-cf1d-7656-a2f1-148f38836f7f', 'command.case-routed', '2026-11-22 11:56:54.89953+00', '{"case_no": "20261122-000002"}', 0, NULL, NULL);
INSERT INTO public.platform VALUES ('wangge', '云泽网格平台', '[]');
INSERT INTO public.routing_rule VALUES ('YZ-R010', 1, 10, '{"class": "unknown"}', '{"judge": "unknown_class"}', '这个分类不在本市目录中，由人研判。', 'The class is not in the city''s catalogue: a person decides.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R020', 1, 20, '{"kind": "component"}', '{"judge": "not_enforcement"}', '部件问题是养护，不是执法。', 'A component needs repair, not enforcement.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R030', 1, 30, '{"place": "missing"}', '{"judge": "no_place"}', '没有坐标。', 'The report gives no place.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R040', 1, 40, '{"place": "outside"}', '{"judge": "outside_city"}', '地点不在本市。', 'The place is outside the city.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R050', 1, 50, '{"place": "contradiction"}', '{"judge": "place_contradiction"}', '坐标与所报镇街不一致。', 'The point and the stated township disagree.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R060', 1, 60, '{"items": "none"}', '{"judge": "no_item"}', '该分类没有对应的执法事项。', 'No enforcement item belongs to the class.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R070', 1, 70, '{"items": "many"}', '{"judge": "several_items"}', '该分类对应多个事项，须先回答问题。', 'Several items fit: the question must be answered first.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R080', 1, 80, '{"holder": "ask"}', '{"judge": "two_holders"}', '两个机关都可依法管辖，须先回答问题。', 'Two bodies may lawfully act: the question must be answered first.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R090', 1, 90, '{"form": "empowered", "squad": "able", "listed": true}', '{"name": "own", "team": "township_squad", "reason": "routed_empowered"}', '镇街已赋权且事项在其公布清单内，以镇街名义执法。', 'The township is empowered and lists the item: it acts in its own name.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R100', 1, 100, '{"holder": "outside"}', '{"judge": "outside_holder"}', '由平台以外的机关管辖。', 'The holder is not a team of this platform.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R110', 1, 110, '{"form": "posted", "squad": "able", "holder": "comprehensive"}', '{"name": "bureau", "team": "township_squad", "reason": "routed_posted"}', '派驻镇街的中队以综合执法局名义执法。', 'The posted squad acts in the bureau''s name.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R120', 1, 120, '{"holder": "comprehensive"}', '{"name": "bureau", "team": "district_field", "reason": "routed_district"}', '事项未下放，或镇街中队不办该领域：由区县综合执法队办理。', 'The item was not handed down, or the township''s squad does not work in its field: the district''s team takes it.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.routing_rule VALUES ('YZ-R130', 1, 130, '{"holder": "professional"}', '{"name": "own", "team": "district_field", "reason": "routed_professional"}', '专业领域由区县专业执法队办理。', 'The district''s professional team of the field takes it.', '2026-01-01', NULL, '云泽市事项分类(虚构)', 'OneDoor');
INSERT INTO public.team VALUES ('YZ-CITY', '云泽市综合行政执法局直属队', 'direct', 'city', NULL, NULL, '["城市管理", "建设"]', '云泽市综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-E-ZD', '云东区综合行政执法局直属中队', 'comprehensive', 'district', '990101', NULL, '["城市管理", "建设"]', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-E-LS', '云东区综合行政执法局(林业水利)行政执法队', 'comprehensive', 'district', '990101', NULL, '["林业水利"]', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-E-HB', '云东区生态环境行政执法队', 'professional', 'district', '990101', NULL, '["生态环境"]', '云东区生态环境局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-W-ZD', '云西县综合行政执法局直属中队', 'comprehensive', 'district', '990102', NULL, '["城市管理", "建设"]', '云西县综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-T1', '东湖街道综合行政执法队', 'squad', 'township', '990101', '990101001', '["城市管理"]', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-T2', '南市街道综合行政执法队', 'squad', 'township', '990101', '990101002', '["城市管理"]', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.team VALUES ('YZ-T4', '石门乡综合行政执法队', 'squad', 'township', '990102', '990102201', '["城市管理"]', '云西县综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township VALUES ('990101001', '东湖街道', '街道', '990101');
INSERT INTO public.township VALUES ('990101002', '南市街道', '街道', '990101');
INSERT INTO public.township VALUES ('990102100', '北山镇', '镇', '990102');
INSERT INTO public.township VALUES ('990102201', '石门乡', '乡', '990102');
INSERT INTO public.township_alias VALUES ('old_list', '990101003', '990101002');
INSERT INTO public.township_alias VALUES ('old_list', '990101002', '990102201');
INSERT INTO public.township_item VALUES ('49b4441d-2bbe-5eb2-94f5-4558a472479c', '990101001', 'YZ-01', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township_power VALUES ('7940eb46-03c7-54a0-a501-807a3b353da2', '990101001', 'empowered', '东湖街道办事处', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township_power VALUES ('8f0f4c6b-3152-5774-b114-311bb4902647', '990101002', 'posted', '云东区综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township_power VALUES ('4402ae52-aa19-5301-9b02-2704b0a798c9', '990102100', 'none', '', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.township_power VALUES ('28290476-81fd-5271-88b4-ec135e6b2f0c', '990102201', 'posted', '云西县综合行政执法局', '2026-01-01', NULL, '云泽市事项分类(虚构)', true);
INSERT INTO public.unit VALUES ('YZ-U0', '市直属组', 'YZ-CITY', 87.1, 43.09, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U1', '东湖一组', 'YZ-T1', 87.02, 43.02, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U2A', '南市日班组', 'YZ-T2', 87.12, 43.02, 480, 1200, true);
INSERT INTO public.unit VALUES ('YZ-U2B', '南市夜班组', 'YZ-T2', 87.18, 43.08, 1200, 480, true);
INSERT INTO public.unit VALUES ('YZ-U3', '云东直属组', 'YZ-E-ZD', 87.09, 43.05, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U4', '云东环保组', 'YZ-E-HB', 87.11, 43.05, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U5', '云西直属组', 'YZ-W-ZD', 87.09, 43.15, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U6', '石门一组', 'YZ-T4', 87.15, 43.15, 0, 0, true);
INSERT INTO public.unit VALUES ('YZ-U7', '云东林水组', 'YZ-E-LS', 87.08, 43.02, 0, 0, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT pk_account PRIMARY KEY (id);
ALTER TABLE ONLY public.act
    ADD CONSTRAINT pk_act PRIMARY KEY (unit, id);
ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT pk_attachment PRIMARY KEY (id);
ALTER TABLE ONLY public.boundary
    ADD CONSTRAINT pk_boundary PRIMARY KEY (township, version);
ALTER TABLE ONLY public."case"
    ADD CONSTRAINT pk_case PRIMARY KEY (id);
ALTER TABLE ONLY public.case_file
    ADD CONSTRAINT pk_case_file PRIMARY KEY (case_no, file_id);
ALTER TABLE ONLY public.case_history
    ADD CONSTRAINT pk_case_history PRIMARY KEY (id);
ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT pk_certificate PRIMARY KEY (officer, field, number);
ALTER TABLE ONLY public.channel
    ADD CONSTRAINT pk_channel PRIMARY KEY (name);
ALTER TABLE ONLY public.channel_frame
    ADD CONSTRAINT pk_channel_frame PRIMARY KEY (channel, seq);
ALTER TABLE ONLY public.city
    ADD CONSTRAINT pk_city PRIMARY KEY (code);
ALTER TABLE ONLY public.class_item
    ADD CONSTRAINT pk_class_item PRIMARY KEY (id);
ALTER TABLE ONLY public.device_ack
    ADD CONSTRAINT pk_device_ack PRIMARY KEY (device, channel);
ALTER TABLE ONLY public.district
    ADD CONSTRAINT pk_district PRIMARY KEY (code);
ALTER TABLE ONLY public.edition
    ADD CONSTRAINT pk_edition PRIMARY KEY (name);
ALTER TABLE ONLY public.event_class
    ADD CONSTRAINT pk_event_class PRIMARY KEY (scheme, kind, code);
ALTER TABLE ONLY public.frame
    ADD CONSTRAINT pk_frame PRIMARY KEY (id);
ALTER TABLE ONLY public.heard
    ADD CONSTRAINT pk_heard PRIMARY KEY (event_id, reaction);
ALTER TABLE ONLY public.item
    ADD CONSTRAINT pk_item PRIMARY KEY (code);
ALTER TABLE ONLY public.lease
    ADD CONSTRAINT pk_lease PRIMARY KEY (name);
ALTER TABLE ONLY public.login_attempt
    ADD CONSTRAINT pk_login_attempt PRIMARY KEY (key);
ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT pk_login_session PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.officer
    ADD CONSTRAINT pk_officer PRIMARY KEY (code);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);
ALTER TABLE ONLY public.platform
    ADD CONSTRAINT pk_platform PRIMARY KEY (code);
ALTER TABLE ONLY public.platform_token
    ADD CONSTRAINT pk_platform_token PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.routing_rule
    ADD CONSTRAINT pk_routing_rule PRIMARY KEY (id, version);
ALTER TABLE ONLY public.serial
    ADD CONSTRAINT pk_serial PRIMARY KEY (name);
ALTER TABLE ONLY public.stored_file
    ADD CONSTRAINT pk_stored_file PRIMARY KEY (id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT pk_task PRIMARY KEY (id);
ALTER TABLE ONLY public.task_history
    ADD CONSTRAINT pk_task_history PRIMARY KEY (id);
ALTER TABLE ONLY public.team
    ADD CONSTRAINT pk_team PRIMARY KEY (code);
ALTER TABLE ONLY public.township
    ADD CONSTRAINT pk_township PRIMARY KEY (code);
ALTER TABLE ONLY public.township_alias
    ADD CONSTRAINT pk_township_alias PRIMARY KEY (scheme, alias);
ALTER TABLE ONLY public.township_item
    ADD CONSTRAINT pk_township_item PRIMARY KEY (id);
ALTER TABLE ONLY public.township_power
    ADD CONSTRAINT pk_township_power PRIMARY KEY (id);
ALTER TABLE ONLY public.unit
    ADD CONSTRAINT pk_unit PRIMARY KEY (code);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT uq_account_username UNIQUE (username);
ALTER TABLE ONLY public."case"
    ADD CONSTRAINT uq_case_case_no UNIQUE (case_no);
ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT uq_login_session_id UNIQUE (id);
ALTER TABLE ONLY public.platform_token
    ADD CONSTRAINT uq_platform_token_id UNIQUE (id);
CREATE INDEX ix_account_scope_changed_at ON public.account USING btree (scope_changed_at);
CREATE INDEX ix_act_task_id ON public.act USING btree (task_id);
CREATE INDEX ix_attachment_case_no ON public.attachment USING btree (case_no);
CREATE INDEX ix_boundary_version ON public.boundary USING btree (version);
CREATE INDEX ix_case_history_case_id ON public.case_history USING btree (case_id);
CREATE INDEX ix_case_open ON public."case" USING btree (id) WHERE ((state)::text <> 'closed'::text);
CREATE INDEX ix_channel_frame_frame_id ON public.channel_frame USING btree (frame_id);
CREATE INDEX ix_frame_at ON public.frame USING btree (at);
CREATE INDEX ix_login_attempt_window_started_at ON public.login_attempt USING btree (window_started_at);
CREATE INDEX ix_login_session_account_id ON public.login_session USING btree (account_id);
CREATE INDEX ix_login_session_ended_at ON public.login_session USING btree (ended_at);
CREATE INDEX ix_login_session_expires_at ON public.login_session USING btree (expires_at);
CREATE INDEX ix_officer_unit ON public.officer USING btree (unit);
CREATE INDEX ix_outbox_done_at ON public.outbox USING btree (done_at);
CREATE INDEX ix_outbox_waiting ON public.outbox USING btree (id) WHERE (done_at IS NULL);
CREATE INDEX ix_platform_token_platform ON public.platform_token USING btree (platform);
CREATE INDEX ix_stored_file_sha256 ON public.stored_file USING btree (sha256);
CREATE INDEX ix_task_case_no ON public.task USING btree (case_no);
CREATE INDEX ix_task_history_task_id ON public.task_history USING btree (task_id);
CREATE INDEX ix_task_open_unit ON public.task USING btree (unit) WHERE (NOT ended);
CREATE INDEX ix_task_waiting ON public.task USING btree (id) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX ix_team_district ON public.team USING btree (district);
CREATE INDEX ix_township_alias_township ON public.township_alias USING btree (township);
CREATE INDEX ix_township_district ON public.township USING btree (district);
CREATE INDEX ix_township_item_township ON public.township_item USING btree (township);
CREATE INDEX ix_township_power_township ON public.township_power USING btree (township);
CREATE INDEX ix_unit_team ON public.unit USING btree (team);
CREATE UNIQUE INDEX uq_case_platform_source_event_id ON public."case" USING btree (platform, source_event_id);
CREATE TRIGGER case_history_no_change BEFORE DELETE OR UPDATE ON public.case_history FOR EACH ROW EXECUTE FUNCTION public.case_history_refuse();
CREATE TRIGGER case_history_no_truncate BEFORE TRUNCATE ON public.case_history FOR EACH STATEMENT EXECUTE FUNCTION public.case_history_refuse();
CREATE TRIGGER task_history_no_change BEFORE DELETE OR UPDATE ON public.task_history FOR EACH ROW EXECUTE FUNCTION public.task_history_refuse();
CREATE TRIGGER task_history_no_truncate BEFORE TRUNCATE ON public.task_history FOR EACH STATEMENT EXECUTE FUNCTION public.task_history_refuse();
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
