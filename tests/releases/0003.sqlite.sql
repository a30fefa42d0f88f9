BEGIN TRANSACTION;
CREATE TABLE account (
	id CHAR(32) NOT NULL, 
	username VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	node VARCHAR NOT NULL, 
	node_name VARCHAR NOT NULL, 
	unit VARCHAR, 
	password_hash VARCHAR NOT NULL, 
	demo BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	disabled_at DATETIME, 
	scope_changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_username UNIQUE (username)
);
CREATE TABLE act (
	unit VARCHAR NOT NULL, 
	id CHAR(32) NOT NULL, 
	task_id CHAR(32) NOT NULL, 
	account VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	body JSON NOT NULL, 
	answer JSON NOT NULL, 
	CONSTRAINT pk_act PRIMARY KEY (unit, id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE alert (
	id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	node VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	district VARCHAR, 
	township VARCHAR, 
	team VARCHAR, 
	unit VARCHAR, 
	task_id CHAR(32), 
	case_no VARCHAR, 
	raised_at DATETIME NOT NULL, 
	due_at DATETIME, 
	acknowledged_at DATETIME, 
	acknowledged_by CHAR(32), 
	ended_at DATETIME, 
	facts JSON NOT NULL, 
	CONSTRAINT pk_alert PRIMARY KEY (id)
);
CREATE TABLE alert_history (
	id CHAR(32) NOT NULL, 
	alert_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	what VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	node VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	CONSTRAINT pk_alert_history PRIMARY KEY (id)
);
CREATE TABLE area_power (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	area VARCHAR NOT NULL, 
	team VARCHAR NOT NULL, 
	mode VARCHAR NOT NULL, 
	fields JSON NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_area_power PRIMARY KEY (id, since)
);
INSERT INTO "area_power" VALUES('871f8b2e824351e98e8ac03ca5a097e4',1,NULL,'YZ-SA','YZ-CITY','own','["\u57ce\u5e02\u7ba1\u7406"]','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "area_power" VALUES('4cb5260b572c562e824b515977bf7b9e',1,NULL,'YZ-SA','YZ-CITY','shared','["\u751f\u6001\u73af\u5883"]','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE attachment (
	id CHAR(32) NOT NULL, 
	case_no VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	sha256 VARCHAR, 
	media_type VARCHAR, 
	state VARCHAR NOT NULL, 
	reason VARCHAR, 
	file_id CHAR(32), 
	tries INTEGER NOT NULL, 
	CONSTRAINT pk_attachment PRIMARY KEY (id)
);
CREATE TABLE body (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	district VARCHAR, 
	township VARCHAR, 
	plate VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_body PRIMARY KEY (id, since)
);
INSERT INTO "body" VALUES('3383841e2caa5703baf671cd204a7fcc',1,NULL,'990101001','东湖街道办事处','township','990101','990101001','东湖街道综合行政执法队','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "body" VALUES('f487a4887f9555c982860ffa5594c726',1,NULL,'990101002','南市街道办事处','township','990101','990101002','南市街道综合行政执法队','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "body" VALUES('b456e734cfd650e5aedbc917ea6b7c05',1,NULL,'990102100','北山镇人民政府','township','990102','990102100','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "body" VALUES('776087d5fef55642a9d4d363376e886c',1,NULL,'990102201','石门乡人民政府','township','990102','990102201','石门乡综合行政执法队','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "body" VALUES('227be8004c44563e93826ac66a579744',1,NULL,'YZ-B0','云泽市综合行政执法局','city',NULL,NULL,'云泽市综合行政执法指导办公室','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "body" VALUES('2f9785718461544f96a3eae7e0306cb8',1,NULL,'YZ-B1','云东区综合行政执法局','county','990101',NULL,'云东区综合行政执法指导办公室','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "body" VALUES('e06e79c5a2df54229838be84eac9689a',1,NULL,'YZ-B2','云西县综合行政执法局','county','990102',NULL,'云西县综合行政执法指导办公室','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "body" VALUES('09095552766d5e6bbfe214386ad45299',1,NULL,'YZ-B3','云东区林业水利局','county','990101',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "body" VALUES('3d776f6c17575f1fab2925a62d05029f',1,NULL,'YZ-B4','云东区生态环境局','county','990101',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE boundary (
	township VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	wkb BLOB NOT NULL, 
	valid_from DATE NOT NULL, 
	CONSTRAINT pk_boundary PRIMARY KEY (township, version), 
	CONSTRAINT fk_boundary_township FOREIGN KEY(township) REFERENCES township (code)
);
INSERT INTO "boundary" VALUES('990101001',1,X'010300000002000000050000000000000000C0554000000000008045406666666666C6554000000000008045406666666666C65540CDCCCCCCCC8C45400000000000C05540CDCCCCCCCC8C45400000000000C05540000000000080454005000000C3F5285C8FC2554085EB51B81E854540A4703D0AD7C3554085EB51B81E854540A4703D0AD7C3554048E17A14AE874540C3F5285C8FC2554048E17A14AE874540C3F5285C8FC2554085EB51B81E854540','2026-11-23');
INSERT INTO "boundary" VALUES('990101002',1,X'010300000001000000050000006666666666C655400000000000804540CDCCCCCCCCCC55400000000000804540CDCCCCCCCCCC5540CDCCCCCCCC8C45406666666666C65540CDCCCCCCCC8C45406666666666C655400000000000804540','2026-11-23');
INSERT INTO "boundary" VALUES('990102100',1,X'010300000001000000050000000000000000C05540CDCCCCCCCC8C45406666666666C65540CDCCCCCCCC8C45406666666666C655409A999999999945400000000000C055409A999999999945400000000000C05540CDCCCCCCCC8C4540','2026-11-23');
INSERT INTO "boundary" VALUES('990102201',1,X'010600000002000000010300000001000000050000006666666666C65540CDCCCCCCCC8C4540CDCCCCCCCCCC5540CDCCCCCCCC8C4540CDCCCCCCCCCC55409A999999999945406666666666C655409A999999999945406666666666C65540CDCCCCCCCC8C4540010300000001000000050000003333333333D355400000000000804540F6285C8FC2D555400000000000804540F6285C8FC2D5554085EB51B81E8545403333333333D3554085EB51B81E8545403333333333D355400000000000804540','2026-11-23');
CREATE TABLE "case" (
	id CHAR(32) NOT NULL, 
	case_no VARCHAR NOT NULL, 
	platform VARCHAR NOT NULL, 
	source_event_id VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	scheme VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	urgency VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	address VARCHAR, 
	lon FLOAT, 
	lat FLOAT, 
	district VARCHAR, 
	township VARCHAR, 
	team VARCHAR, 
	field VARCHAR, 
	item VARCHAR, 
	body VARCHAR, 
	unit VARCHAR, 
	occurred_at DATETIME NOT NULL, 
	received_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	report JSON NOT NULL, 
	why JSON NOT NULL, hops INTEGER DEFAULT '0' NOT NULL, due_at DATETIME, due_provisional BOOLEAN DEFAULT 0 NOT NULL, near_at DATETIME, limit_rule VARCHAR, paused_at DATETIME, 
	CONSTRAINT pk_case PRIMARY KEY (id), 
	CONSTRAINT uq_case_case_no UNIQUE (case_no)
);
INSERT INTO "case" VALUES('01a205c8fa2f70bbb7518e3436c03373','20261123-000001','wangge','EV-1','routed',1,'routed_empowered','LOCAL-YZ','matter','M01','general','占道摆摊',NULL,87.03,43.03,'990101','990101001','YZ-T1','城市管理','YZ-01','东湖街道办事处',NULL,'2026-11-20 02:00:00.000000','2026-11-23 00:23:06.941574','2026-11-23 00:23:06.941574','{"source_event_id":"EV-1","occurred_at":"2026-11-20T02:00:00.000000Z","title":"占道摆摊","category":{"scheme":"LOCAL-YZ","kind":"matter","code":"M01"},"location":{"lon":87.03,"lat":43.03,"crs":"CGCS2000"},"urgency":"general"}','{"facts":{"danger":false,"class":"known","kind":"matter","place":"inside","border":false,"items":"one","holder":"comprehensive","scope":"full","level":"county","form":"empowered","listed":true,"squad":"able","sanction":"minor","area":"none","upgraded":false,"refusals":0},"asked":{},"items":["YZ-01"],"law_day":"2026-11-20","filing_day":"2026-11-23","district":"990101","township":"990101001","boundaries":1,"edition":1,"confidence":"certain","signing_body":"东湖街道办事处","commanding_body":"云东区综合行政执法局","supervising_body":"云东区综合行政执法局","assisting":[],"procedure":{"summary":true,"hearing":null,"review":null,"leniency":true},"interim":null,"neighbours":[],"rule":{"id":"YZ-R170","version":1},"rows":["677db4ff-9ba2-5fdf-a058-9d5603ce8682","435e5eac-3005-5b82-b6bf-104752a73e7b","6155fe8c-e88e-55d1-a359-98b092fbc814","022d00a6-b5d3-5cbd-92ab-8b0176d7d328","f0d55ff5-3bfb-5865-ad11-8e6df98de9c5","00808aa6-0c68-5f61-af65-2eefb3788c51","a84a9193-c68e-5919-ac7a-932e58a68114","e6b16d2d-d2e6-5407-8369-a63becf3a721","134db525-0da9-56ec-b710-d1eb368235d5","134db525-0da9-56ec-b710-d1eb368235d5"],"rejected":[{"team":"YZ-E-ZD","why":"later","step":"rule"}],"question":null,"choices":[]}',0,'2026-11-25 12:00:00.000000',0,'2026-11-25 05:00:00.000000','YZ-GENERAL v1',NULL);
INSERT INTO "case" VALUES('01a205c8fa2f743ca0f936b876dbcf55','20261123-000002','wangge','EV-2','routed',1,'routed_empowered','LOCAL-YZ','matter','M01','general','占道摆摊',NULL,87.03,43.03,'990101','990101001','YZ-T1','城市管理','YZ-01','东湖街道办事处',NULL,'2026-11-20 02:00:00.000000','2026-11-23 00:23:06.941574','2026-11-23 00:23:06.941574','{"source_event_id":"EV-2","occurred_at":"2026-11-20T02:00:00.000000Z","title":"占道摆摊","category":{"scheme":"LOCAL-YZ","kind":"matter","code":"M01"},"location":{"lon":87.03,"lat":43.03,"crs":"CGCS2000"},"urgency":"general"}','{"facts":{"danger":false,"class":"known","kind":"matter","place":"inside","border":false,"items":"one","holder":"comprehensive","scope":"full","level":"county","form":"empowered","listed":true,"squad":"able","sanction":"minor","area":"none","upgraded":false,"refusals":0},"asked":{},"items":["YZ-01"],"law_day":"2026-11-20","filing_day":"2026-11-23","district":"990101","township":"990101001","boundaries":1,"edition":1,"confidence":"certain","signing_body":"东湖街道办事处","commanding_body":"云东区综合行政执法局","supervising_body":"云东区综合行政执法局","assisting":[],"procedure":{"summary":true,"hearing":null,"review":null,"leniency":true},"interim":null,"neighbours":[],"rule":{"id":"YZ-R170","version":1},"rows":["677db4ff-9ba2-5fdf-a058-9d5603ce8682","435e5eac-3005-5b82-b6bf-104752a73e7b","6155fe8c-e88e-55d1-a359-98b092fbc814","022d00a6-b5d3-5cbd-92ab-8b0176d7d328","f0d55ff5-3bfb-5865-ad11-8e6df98de9c5","00808aa6-0c68-5f61-af65-2eefb3788c51","a84a9193-c68e-5919-ac7a-932e58a68114","e6b16d2d-d2e6-5407-8369-a63becf3a721","134db525-0da9-56ec-b710-d1eb368235d5","134db525-0da9-56ec-b710-d1eb368235d5"],"rejected":[{"team":"YZ-E-ZD","why":"later","step":"rule"}],"question":null,"choices":[]}',0,'2026-11-25 12:00:00.000000',0,'2026-11-25 05:00:00.000000','YZ-GENERAL v1',NULL);
CREATE TABLE case_file (
	case_no VARCHAR NOT NULL, 
	file_id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	task_id CHAR(32), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_case_file PRIMARY KEY (case_no, file_id)
);
CREATE TABLE case_history (
	id CHAR(32) NOT NULL, 
	case_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	from_state VARCHAR, 
	to_state VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	team VARCHAR, 
	unit VARCHAR, 
	task_id CHAR(32), 
	rule VARCHAR, 
	CONSTRAINT pk_case_history PRIMARY KEY (id)
);
INSERT INTO "case_history" VALUES('01a205c8fa2f755791cbfab05fe89367','01a205c8fa2f70bbb7518e3436c03373','2026-11-23 00:23:06.941574',NULL,'routed','routed_empowered','platform:wangge','YZ-T1',NULL,NULL,'YZ-R170 v1');
INSERT INTO "case_history" VALUES('01a205c8fa2f756d837b43b08a37f96b','01a205c8fa2f743ca0f936b876dbcf55','2026-11-23 00:23:06.941574',NULL,'routed','routed_empowered','platform:wangge','YZ-T1',NULL,NULL,'YZ-R170 v1');
CREATE TABLE catalogue_draft (
	id CHAR(32) NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	kind VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	base INTEGER NOT NULL, 
	changes JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	CONSTRAINT pk_catalogue_draft PRIMARY KEY (id)
);
CREATE TABLE certificate (
	officer VARCHAR NOT NULL, 
	field VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_certificate PRIMARY KEY (officer, field, number)
);
INSERT INTO "certificate" VALUES('YZ-U0-A','*','YZ-0001','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U0-B','*','YZ-0002','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U1-A','*','YZ-0003','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U1-B','*','YZ-0004','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U2A-A','城市管理','YZ-0005','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U2A-B','城市管理','YZ-0006','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U2B-A','城市管理','YZ-0007','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U2B-B','城市管理','YZ-0008','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U3-A','*','YZ-0009','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U3-B','*','YZ-0010','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U4-A','生态环境','YZ-0011','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U4-B','生态环境','YZ-0012','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U5-A','*','YZ-0013','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U5-B','*','YZ-0014','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U6-A','城市管理','YZ-0015','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U6-B','城市管理','YZ-0016','2025-01-01','2026-06-30',1);
INSERT INTO "certificate" VALUES('YZ-U7-A','林业水利','YZ-0017','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U7-B','林业水利','YZ-0018','2025-01-01','2030-12-31',1);
CREATE TABLE channel (
	name VARCHAR NOT NULL, 
	seq BIGINT NOT NULL, 
	CONSTRAINT pk_channel PRIMARY KEY (name)
);
INSERT INTO "channel" VALUES('city',2);
INSERT INTO "channel" VALUES('district:990101',2);
INSERT INTO "channel" VALUES('platform:wangge',2);
INSERT INTO "channel" VALUES('team:YZ-T1',2);
INSERT INTO "channel" VALUES('township:990101001',2);
CREATE TABLE channel_frame (
	channel VARCHAR NOT NULL, 
	seq BIGINT NOT NULL, 
	frame_id CHAR(32) NOT NULL, 
	CONSTRAINT pk_channel_frame PRIMARY KEY (channel, seq)
);
INSERT INTO "channel_frame" VALUES('city',1,'01a205c8fa2f7730aadc4eb8f4598d49');
INSERT INTO "channel_frame" VALUES('district:990101',1,'01a205c8fa2f7730aadc4eb8f4598d49');
INSERT INTO "channel_frame" VALUES('township:990101001',1,'01a205c8fa2f7730aadc4eb8f4598d49');
INSERT INTO "channel_frame" VALUES('team:YZ-T1',1,'01a205c8fa2f7730aadc4eb8f4598d49');
INSERT INTO "channel_frame" VALUES('platform:wangge',1,'01a205c8fa2f7730aadc4eb8f4598d49');
INSERT INTO "channel_frame" VALUES('city',2,'01a205c8fa2f790bb4fc04e239b2d5c8');
INSERT INTO "channel_frame" VALUES('district:990101',2,'01a205c8fa2f790bb4fc04e239b2d5c8');
INSERT INTO "channel_frame" VALUES('township:990101001',2,'01a205c8fa2f790bb4fc04e239b2d5c8');
INSERT INTO "channel_frame" VALUES('team:YZ-T1',2,'01a205c8fa2f790bb4fc04e239b2d5c8');
INSERT INTO "channel_frame" VALUES('platform:wangge',2,'01a205c8fa2f790bb4fc04e239b2d5c8');
CREATE TABLE city (
	code VARCHAR(12) NOT NULL, 
	name VARCHAR NOT NULL, 
	name_en VARCHAR NOT NULL, 
	timezone VARCHAR NOT NULL, 
	lon FLOAT NOT NULL, 
	lat FLOAT NOT NULL, 
	attribution VARCHAR NOT NULL, 
	approximate BOOLEAN NOT NULL, 
	demo BOOLEAN NOT NULL, 
	loaded_at DATETIME NOT NULL, 
	CONSTRAINT pk_city PRIMARY KEY (code)
);
INSERT INTO "city" VALUES('990100','云泽市','Yunze','Asia/Urumqi',87.1,43.1,'云泽市为测试而虚构 · Yunze is invented for tests',1,1,'2026-11-23 00:23:06.727721');
CREATE TABLE class_alias (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	scheme VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	to_scheme VARCHAR NOT NULL, 
	to_kind VARCHAR NOT NULL, 
	to_code VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_class_alias PRIMARY KEY (id, since)
);
INSERT INTO "class_alias" VALUES('d27422f87d165e9ab5e4c1c1c8e47fe3',1,NULL,'OLD-YZ','matter','101','LOCAL-YZ','matter','M01',NULL,NULL,'云泽市事项分类(虚构)',0);
CREATE TABLE class_item (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	scheme VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	item VARCHAR NOT NULL, 
	question_zh VARCHAR NOT NULL, 
	question_en VARCHAR NOT NULL, 
	answer_zh VARCHAR NOT NULL, 
	answer_en VARCHAR NOT NULL, 
	subject VARCHAR, 
	note VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_class_item PRIMARY KEY (id, since)
);
INSERT INTO "class_item" VALUES('435e5eac30055b82b6bf104752a73e7b',1,NULL,'LOCAL-YZ','matter','M01','YZ-01','','','','',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "class_item" VALUES('2c9c08bd4edc54b5b579f35c9b54be5a',1,NULL,'LOCAL-YZ','matter','M02','YZ-02','噪声来自生产设备还是经营场所？','Does the noise come from production machines or from a shop?','','',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "class_item" VALUES('834db3b4745559f48a8e719049cf98f4',1,NULL,'LOCAL-YZ','matter','M03','YZ-03','倾倒者是个人还是单位？','Was it dumped by a person or by an organisation?','个人','A person',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "class_item" VALUES('c7a0e27b9f9a5547b0bd1c88d0ecf7c9',1,NULL,'LOCAL-YZ','matter','M03','YZ-04','倾倒者是个人还是单位？','Was it dumped by a person or by an organisation?','单位','An organisation',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "class_item" VALUES('82b187ade9485b71abe0464b44dc5e56',1,NULL,'LOCAL-YZ','matter','M04','YZ-05','','','','',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "class_item" VALUES('5e28f5914d965f78951d54e46a891080',1,NULL,'LOCAL-YZ','matter','M05','YZ-06','','','','',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "class_item" VALUES('67dbfcb3036958929fe17045b26bbf65',1,NULL,'LOCAL-YZ','matter','M07','YZ-03','','','','',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "class_item" VALUES('029dbf2460505cd88b7647263d351a21',1,NULL,'LOCAL-YZ','matter','M08','YZ-07','','','','',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "class_item" VALUES('cd4c4c69a7785e209a0b168a0aaed178',1,NULL,'LOCAL-YZ','matter','M09','YZ-08','倾倒的是单位还是个人？','Was it dumped by an organisation or by a person?','单位','An organisation','unit','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "class_item" VALUES('d1f0e54d6c555843ad7ba7e760c628cc',1,NULL,'LOCAL-YZ','matter','M09','YZ-09','倾倒的是单位还是个人？','Was it dumped by an organisation or by a person?','个人','A person','person','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "class_item" VALUES('20db106c526c55b2b9563fdc666826b8',1,NULL,'LOCAL-YZ','matter','M10','YZ-10','是流动摊点还是固定场所？','Is it a mobile stall or fixed premises?','','',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE clock_history (
	id CHAR(32) NOT NULL, 
	case_no VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	what VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	ground VARCHAR, 
	added FLOAT, 
	task_id CHAR(32), 
	extension_id CHAR(32), 
	due_before DATETIME, 
	due_after DATETIME, 
	CONSTRAINT pk_clock_history PRIMARY KEY (id)
);
CREATE TABLE device (
	id CHAR(32) NOT NULL, 
	token_hash BLOB NOT NULL, 
	unit VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	CONSTRAINT pk_device PRIMARY KEY (id), 
	CONSTRAINT uq_device_token_hash UNIQUE (token_hash)
);
CREATE TABLE device_ack (
	device VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	seq BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_device_ack PRIMARY KEY (device, channel)
);
CREATE TABLE district (
	code VARCHAR(12) NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT pk_district PRIMARY KEY (code)
);
INSERT INTO "district" VALUES('990101','云东区');
INSERT INTO "district" VALUES('990102','云西县');
CREATE TABLE duty_history (
	id CHAR(32) NOT NULL, 
	unit VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	device_at DATETIME, 
	do VARCHAR NOT NULL, 
	duty VARCHAR NOT NULL, 
	until DATETIME, 
	actor VARCHAR NOT NULL, 
	CONSTRAINT pk_duty_history PRIMARY KEY (id)
);
CREATE TABLE edition (
	name VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	CONSTRAINT pk_edition PRIMARY KEY (name)
);
INSERT INTO "edition" VALUES('city',1);
CREATE TABLE entry_test (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	item VARCHAR NOT NULL, 
	frequent INTEGER NOT NULL, 
	close_to_life INTEGER NOT NULL, 
	easy_to_find INTEGER NOT NULL, 
	weak_force INTEGER NOT NULL, 
	fit_skill INTEGER NOT NULL, 
	note VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_entry_test PRIMARY KEY (id, since)
);
INSERT INTO "entry_test" VALUES('a1f7739e88ee560a92781c19e277518a',1,NULL,'YZ-01',5,5,5,3,5,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "entry_test" VALUES('6b6b9fa50695529b80b5fa27877e4be0',1,NULL,'YZ-05',2,3,2,1,1,'须监测取证','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "entry_test" VALUES('50fb1b103d0c56ab9f848a82da640f49',1,NULL,'YZ-10',4,4,4,2,4,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE event_class (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	scheme VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	"group" VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_event_class PRIMARY KEY (id, since)
);
INSERT INTO "event_class" VALUES('3bb5a751d1205506b768fc5b23a7f03a',1,NULL,'LOCAL-YZ','component','C01','路灯','公用设施','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('677db4ff9ba25fdfa0589d5603ce8682',1,NULL,'LOCAL-YZ','matter','M01','占道摆摊','街面秩序','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('793c08eeb4cd5a818043e6bb9650c278',1,NULL,'LOCAL-YZ','matter','M02','店铺噪声','街面秩序','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('8d001f466aa9557a8112979300e7735d',1,NULL,'LOCAL-YZ','matter','M03','乱倒垃圾','市容环境','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('7df6b5a358255084a786e073c4be58c5',1,NULL,'LOCAL-YZ','matter','M04','污水直排','生态环境','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('c2a2232cd5035c1e8a8e55f22e4a0402',1,NULL,'LOCAL-YZ','matter','M05','燃放烟花爆竹','公共安全','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('8498b967d4be5760be144bbf9493d97d',1,NULL,'LOCAL-YZ','matter','M06','其他事项','其他','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('531636d527b350a9a0dd758c4d9ddc78',1,NULL,'LOCAL-YZ','matter','M07','乱堆物料','市容环境','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('bef7ae8024e6511cb1f1a9bf4d99aa5f',1,NULL,'LOCAL-YZ','matter','M08','毁坏林木','自然资源','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('03545bfaf4d65e0bb18ebbcc4284a191',1,NULL,'LOCAL-YZ','matter','M09','倾倒建筑垃圾','市容环境','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('1c902378b8155ae9902d49c40497d453',1,NULL,'LOCAL-YZ','matter','M10','无照经营','街面秩序','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "event_class" VALUES('2eb21b863fd05b9fae7bfb1f02b3f1ed',1,NULL,'OLD-YZ','matter','101','摆摊设点','街面秩序',NULL,NULL,'云泽市事项分类(虚构)',0);
CREATE TABLE extension (
	id CHAR(32) NOT NULL, 
	case_no VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	value FLOAT NOT NULL, 
	reason VARCHAR NOT NULL, 
	asked_by VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	answer VARCHAR, 
	answered_by VARCHAR, 
	answered_at DATETIME, 
	CONSTRAINT pk_extension PRIMARY KEY (id)
);
CREATE TABLE former_area (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	became JSON NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_former_area PRIMARY KEY (id, since)
);
INSERT INTO "former_area" VALUES('29f5ca3e26fe56fda30d61715f6cd54d',1,NULL,'990103','云北区','["990101"]','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE frame (
	id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_frame PRIMARY KEY (id)
);
INSERT INTO "frame" VALUES('01a205c8fa2f7730aadc4eb8f4598d49','2026-11-23 00:23:06.941574','"name":"case.changed","at":"2026-11-23T00:23:06.941574Z","data":{"case_no":"20261123-000001","state":"routed","stage":"accepted","closed":false,"version":1,"platform":"wangge","source_event_id":"EV-1","title":"占道摆摊","scheme":"LOCAL-YZ","kind":"matter","code":"M01","class_name":"占道摆摊","urgency":"general","lon":87.03,"lat":43.03,"address":null,"district":"990101","district_name":"云东区","township":"990101001","township_name":"东湖街道","team":"YZ-T1","team_name":"东湖街道综合行政执法队","unit":null,"item":"YZ-01","reason":"routed_empowered","hops":0,"due_at":"2026-11-25T12:00:00.000000Z","due_provisional":false,"near_at":"2026-11-25T05:00:00.000000Z","paused_at":null,"occurred_at":"2026-11-20T02:00:00.000000Z","received_at":"2026-11-23T00:23:06.941574Z","changed_at":"2026-11-23T00:23:06.941574Z"}');
INSERT INTO "frame" VALUES('01a205c8fa2f790bb4fc04e239b2d5c8','2026-11-23 00:23:06.941574','"name":"case.changed","at":"2026-11-23T00:23:06.941574Z","data":{"case_no":"20261123-000002","state":"routed","stage":"accepted","closed":false,"version":1,"platform":"wangge","source_event_id":"EV-2","title":"占道摆摊","scheme":"LOCAL-YZ","kind":"matter","code":"M01","class_name":"占道摆摊","urgency":"general","lon":87.03,"lat":43.03,"address":null,"district":"990101","district_name":"云东区","township":"990101001","township_name":"东湖街道","team":"YZ-T1","team_name":"东湖街道综合行政执法队","unit":null,"item":"YZ-01","reason":"routed_empowered","hops":0,"due_at":"2026-11-25T12:00:00.000000Z","due_provisional":false,"near_at":"2026-11-25T05:00:00.000000Z","paused_at":null,"occurred_at":"2026-11-20T02:00:00.000000Z","received_at":"2026-11-23T00:23:06.941574Z","changed_at":"2026-11-23T00:23:06.941574Z"}');
CREATE TABLE handover (
	id CHAR(32) NOT NULL, 
	node VARCHAR NOT NULL, 
	from_at DATETIME NOT NULL, 
	to_at DATETIME NOT NULL, 
	made_at DATETIME NOT NULL, 
	account CHAR(32) NOT NULL, 
	made_by VARCHAR NOT NULL, 
	figures JSON NOT NULL, 
	warnings JSON NOT NULL, 
	CONSTRAINT pk_handover PRIMARY KEY (id)
);
CREATE TABLE handover_entry (
	id CHAR(32) NOT NULL, 
	handover_id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	account CHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	text VARCHAR, 
	CONSTRAINT pk_handover_entry PRIMARY KEY (id)
);
CREATE TABLE heard (
	event_id CHAR(32) NOT NULL, 
	reaction VARCHAR NOT NULL, 
	CONSTRAINT pk_heard PRIMARY KEY (event_id, reaction)
);
CREATE TABLE holder (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	item VARCHAR NOT NULL, 
	area VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	line VARCHAR NOT NULL, 
	field VARCHAR NOT NULL, 
	partial VARCHAR NOT NULL, 
	boundary VARCHAR NOT NULL, 
	department VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_holder PRIMARY KEY (id, since)
);
INSERT INTO "holder" VALUES('022d00a6b5d35cbd92ab8b0176d7d328',1,NULL,'YZ-01','','county','comprehensive','城市管理','','','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('da2efb13036755848669fd37c937ff05',1,NULL,'YZ-02','','county','comprehensive','城市管理','','经营场所','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('011712333afc5bb2bf0064ed625f9ed3',1,NULL,'YZ-02','','county','professional','生态环境','','生产设备','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('47eb276a5d7c5df2a9fe19ce1a731f4e',1,NULL,'YZ-03','','county','comprehensive','城市管理','','','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('73df582139cb51bba4d12061c8d1e774',1,NULL,'YZ-04','','county','comprehensive','城市管理','','','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('44c57ea9248c5b8e81d6b9c7e50b278a',1,NULL,'YZ-05','','county','professional','生态环境','','','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('9c40b6e773ff5d0997b3cdae6ca9c463',1,NULL,'YZ-06','','county','outside','公安','','','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('423e02f30be05e379e1e95dc565192fb',1,NULL,'YZ-07','','county','comprehensive','林业水利','','','云泽市林业水利局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('830b979ef4f85792a4eb93ed57472583',1,NULL,'YZ-08','','county','comprehensive','城市管理','','','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('ab1d18c8efd05887a230f90cab43a009',1,NULL,'YZ-09','','county','comprehensive','城市管理','','','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('1096d840800552148c7e2e71fcc1619d',1,NULL,'YZ-10','','county','comprehensive','城市管理','仅流动摊点的无照经营','流动摊点','云泽市市场监督管理局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "holder" VALUES('6626284c212e561bbe4c4e3440e80772',1,NULL,'YZ-10','','county','outside','市场监管','','固定场所','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE instruction (
	id CHAR(32) NOT NULL, 
	node VARCHAR NOT NULL, 
	account CHAR(32) NOT NULL, 
	issued_by VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	urgency VARCHAR NOT NULL, 
	case_no VARCHAR, 
	sign_by DATETIME, 
	issued_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT pk_instruction PRIMARY KEY (id)
);
CREATE TABLE instruction_history (
	id CHAR(32) NOT NULL, 
	instruction_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	device_at DATETIME, 
	what VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	unit VARCHAR, 
	act_id CHAR(32), 
	CONSTRAINT pk_instruction_history PRIMARY KEY (id)
);
CREATE TABLE item (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	code VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	field VARCHAR NOT NULL, 
	law VARCHAR NOT NULL, 
	article VARCHAR NOT NULL, 
	sanction VARCHAR NOT NULL, 
	unit_min FLOAT, 
	unit_max FLOAT, 
	person_min FLOAT, 
	person_max FLOAT, 
	severe JSON NOT NULL, 
	summary BOOLEAN, 
	hearing BOOLEAN, 
	review BOOLEAN, 
	leniency BOOLEAN NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_item PRIMARY KEY (id, since)
);
INSERT INTO "item" VALUES('6155fe8ce88e55d1a35998b092fbc814',1,NULL,'YZ-01','penalty','对占道摆摊的处罚','城市管理','云泽市市容条例(虚构)','第1条','责令改正；拒不改正的罚款',0.0,50.0,0.0,50.0,'[]',NULL,NULL,NULL,1,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('6d09755ae9a753bf8c8a517adf2bb11b',1,NULL,'YZ-02','penalty','对店铺设备噪声超标的处罚','城市管理','云泽市市容条例(虚构)','第2条','责令改正；可并处罚款',500.0,5000.0,500.0,5000.0,'[]',NULL,NULL,NULL,0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('0a462ae5c2e2599986f8d73921b3670c',1,NULL,'YZ-03','penalty','对个人乱倒垃圾、乱堆物料的处罚','城市管理','云泽市市容条例(虚构)','第3条','责令改正；罚款',NULL,NULL,50.0,200.0,'[]',NULL,NULL,NULL,0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('2ee3426c3fce523d99087d60c263dc5c',1,NULL,'YZ-04','penalty','对单位乱倒垃圾的处罚','城市管理','云泽市市容条例(虚构)','第4条','责令改正；罚款',5000.0,50000.0,NULL,NULL,'[]',NULL,NULL,NULL,0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('b42c54fad8db5f62ab95173b2eaa4e88',1,NULL,'YZ-05','penalty','对污水直排的处罚','生态环境','云泽市市容条例(虚构)','第5条','责令改正；罚款',20000.0,200000.0,20000.0,200000.0,'[]',NULL,NULL,NULL,0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('3d951c24f82d55c48e908a3ef5e14ebb',1,NULL,'YZ-06','penalty','对违法燃放烟花爆竹的处罚','公安','云泽市市容条例(虚构)','第6条','由公安机关处理',NULL,NULL,NULL,NULL,'[]',NULL,NULL,NULL,0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('83177d9fd2515a75b7b521e19d28f661',1,NULL,'YZ-07','penalty','对毁坏林木的处罚','林业水利','云泽市市容条例(虚构)','第7条','责令补种；罚款',200.0,2000.0,200.0,2000.0,'[]',NULL,NULL,NULL,0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('38285352d2ee5f108e103c8c3db0f72f',1,NULL,'YZ-08','penalty','对单位倾倒建筑垃圾的处罚','城市管理','云泽市市容条例(虚构)','第8条','责令改正；罚款；没收违法所得',100000.0,1000000.0,NULL,NULL,'["confiscation"]',NULL,1,1,0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('8c4326cc22785c1ca6a7903e3d293ad6',1,NULL,'YZ-09','penalty','对个人倾倒建筑垃圾的处罚','城市管理','云泽市市容条例(虚构)','第8条','责令改正；罚款',NULL,NULL,0.0,200.0,'[]',NULL,NULL,NULL,0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('6cab68da887552c59f46e5884dba9010',1,NULL,'YZ-10','penalty','对无照经营的处罚','市场监管','云泽市市容条例(虚构)','第10条','没收违法所得；罚款',0.0,10000.0,0.0,5000.0,'[]',NULL,NULL,NULL,0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE ladder_rung (
	urgency VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	silence VARCHAR NOT NULL, 
	after_s FLOAT, 
	after_accept FLOAT, 
	step VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_ladder_rung PRIMARY KEY (urgency, number, valid_from)
);
INSERT INTO "ladder_rung" VALUES('*',1,'2026-01-01',NULL,'undelivered',30.0,NULL,'alert','虚构',1);
INSERT INTO "ladder_rung" VALUES('*',2,'2026-01-01',NULL,'unseen',NULL,0.5,'alert','虚构',1);
INSERT INTO "ladder_rung" VALUES('*',3,'2026-01-01',NULL,'unaccepted',NULL,1.0,'next_unit','虚构',1);
INSERT INTO "ladder_rung" VALUES('*',4,'2026-01-01',NULL,'unaccepted',NULL,1.5,'team','虚构',1);
INSERT INTO "ladder_rung" VALUES('*',5,'2026-01-01',NULL,'unaccepted',NULL,2.0,'township','虚构',1);
INSERT INTO "ladder_rung" VALUES('*',6,'2026-01-01',NULL,'unaccepted',NULL,3.0,'district','虚构',1);
INSERT INTO "ladder_rung" VALUES('*',7,'2026-01-01',NULL,'unaccepted',NULL,4.0,'city','虚构',1);
CREATE TABLE lease (
	name VARCHAR NOT NULL, 
	holder CHAR(32) NOT NULL, 
	until DATETIME NOT NULL, 
	beat BIGINT NOT NULL, 
	CONSTRAINT pk_lease PRIMARY KEY (name)
);
CREATE TABLE listing (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	list VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	item VARCHAR NOT NULL, 
	batch INTEGER, 
	department VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_listing PRIMARY KEY (id, since)
);
INSERT INTO "listing" VALUES('6f634ee00ff3558289e2a5d79ddd8f67',1,NULL,'city',2026,'YZ-07',2,'云泽市林业水利局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "listing" VALUES('657a5268c57d514d8fb74993f89b5b0d',1,NULL,'provincial',2026,'YZ-01',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "listing" VALUES('e593ff5c1b21533285f695c33793a2e8',1,NULL,'provincial',2026,'YZ-03',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "listing" VALUES('0d21541ca8bf542fa96ed401ad5f7de3',1,NULL,'provincial',2026,'YZ-04',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "listing" VALUES('5c685f2c815055229b7600c18d4b4a7f',1,NULL,'provincial',2026,'YZ-08',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "listing" VALUES('8dae4370705a593685778cbdb15e8ad5',1,NULL,'provincial',2026,'YZ-09',NULL,'','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE login_attempt (
	"key" BLOB NOT NULL, 
	failures INTEGER NOT NULL, 
	window_started_at DATETIME NOT NULL, 
	blocked_until DATETIME, 
	CONSTRAINT pk_login_attempt PRIMARY KEY ("key")
);
CREATE TABLE login_session (
	token_hash BLOB NOT NULL, 
	id CHAR(32) NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	device VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT pk_login_session PRIMARY KEY (token_hash), 
	CONSTRAINT fk_login_session_account_id FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT uq_login_session_id UNIQUE (id)
);
CREATE TABLE notice (
	id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	urgency VARCHAR NOT NULL, 
	carrier VARCHAR NOT NULL, 
	subscription_id CHAR(32), 
	state VARCHAR NOT NULL, 
	tries INTEGER NOT NULL, 
	last_error VARCHAR, 
	made_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	settled_at DATETIME, 
	CONSTRAINT pk_notice PRIMARY KEY (id)
);
CREATE TABLE officer (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_officer PRIMARY KEY (code)
);
INSERT INTO "officer" VALUES('YZ-U0-A','测试甲01','YZ-U0',1);
INSERT INTO "officer" VALUES('YZ-U0-B','测试乙02','YZ-U0',1);
INSERT INTO "officer" VALUES('YZ-U1-A','测试甲03','YZ-U1',1);
INSERT INTO "officer" VALUES('YZ-U1-B','测试乙04','YZ-U1',1);
INSERT INTO "officer" VALUES('YZ-U2A-A','测试甲05','YZ-U2A',1);
INSERT INTO "officer" VALUES('YZ-U2A-B','测试乙06','YZ-U2A',1);
INSERT INTO "officer" VALUES('YZ-U2B-A','测试甲07','YZ-U2B',1);
INSERT INTO "officer" VALUES('YZ-U2B-B','测试乙08','YZ-U2B',1);
INSERT INTO "officer" VALUES('YZ-U3-A','测试甲09','YZ-U3',1);
INSERT INTO "officer" VALUES('YZ-U3-B','测试乙10','YZ-U3',1);
INSERT INTO "officer" VALUES('YZ-U4-A','测试甲11','YZ-U4',1);
INSERT INTO "officer" VALUES('YZ-U4-B','测试乙12','YZ-U4',1);
INSERT INTO "officer" VALUES('YZ-U5-A','测试甲13','YZ-U5',1);
INSERT INTO "officer" VALUES('YZ-U5-B','测试乙14','YZ-U5',1);
INSERT INTO "officer" VALUES('YZ-U6-A','测试甲15','YZ-U6',1);
INSERT INTO "officer" VALUES('YZ-U6-B','测试乙16','YZ-U6',1);
INSERT INTO "officer" VALUES('YZ-U7-A','测试甲17','YZ-U7',1);
INSERT INTO "officer" VALUES('YZ-U7-B','测试乙18','YZ-U7',1);
CREATE TABLE outbox (
	id CHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	data JSON NOT NULL, 
	tries INTEGER NOT NULL, 
	due_at DATETIME, 
	done_at DATETIME, 
	CONSTRAINT pk_outbox PRIMARY KEY (id)
);
INSERT INTO "outbox" VALUES('01a205c8fa2f7813bbbbb4787a0cba58','command.case-routed','2026-11-23 00:23:06.941574','{"case_no":"20261123-000001"}',0,NULL,NULL);
INSERT INTO "outbox" VALUES('01a205c8fa2f7962afa944514402d6bb','command.case-routed','2026-11-23 00:23:06.941574','{"case_no":"20261123-000002"}',0,NULL,NULL);
CREATE TABLE parameter (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	name VARCHAR NOT NULL, 
	value FLOAT NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_parameter PRIMARY KEY (id, since)
);
INSERT INTO "parameter" VALUES('f9179ced03845bdb999edb367b424e45',1,NULL,'border_strip_m',20.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "parameter" VALUES('9876e9794c6a5f398b45043187ac80a1',1,NULL,'calendar_expected_month',12.0,'2026-01-01',NULL,'云泽市计时规则(虚构)',1);
INSERT INTO "parameter" VALUES('df27b870cc65500f861178468904ae8f',1,NULL,'duty_break_min',30.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "parameter" VALUES('f2e9a995257b5b0595f12e63f9fd6637',1,NULL,'duty_overtime_min',120.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "parameter" VALUES('243d203105a957f0862df3b3abedfec2',1,NULL,'summary_most_person',200.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "parameter" VALUES('fecd6bc5b2665e099893941b96cb13f8',1,NULL,'summary_most_unit',3000.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE pause_ground (
	ground VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	states JSON NOT NULL, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_pause_ground PRIMARY KEY (ground, valid_from)
);
INSERT INTO "pause_ground" VALUES('rectification','2026-01-01',NULL,'["signed", "en_route", "on_site"]','云泽市计时规则(虚构)',1);
INSERT INTO "pause_ground" VALUES('testing','2026-01-01',NULL,'["on_site"]','云泽市计时规则(虚构)',1);
INSERT INTO "pause_ground" VALUES('dispute','2026-01-01',NULL,'["to_judge", "signed"]','云泽市计时规则(虚构)',1);
CREATE TABLE platform (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	attachment_hosts JSON NOT NULL, 
	CONSTRAINT pk_platform PRIMARY KEY (code)
);
INSERT INTO "platform" VALUES('wangge','云泽网格平台','[]');
CREATE TABLE platform_token (
	token_hash BLOB NOT NULL, 
	id CHAR(32) NOT NULL, 
	platform VARCHAR NOT NULL, 
	demo BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	CONSTRAINT pk_platform_token PRIMARY KEY (token_hash), 
	CONSTRAINT fk_platform_token_platform FOREIGN KEY(platform) REFERENCES platform (code), 
	CONSTRAINT uq_platform_token_id UNIQUE (id)
);
CREATE TABLE publication (
	edition INTEGER NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	draft CHAR(32), 
	restores INTEGER, 
	accepted JSON NOT NULL, 
	CONSTRAINT pk_publication PRIMARY KEY (edition)
);
CREATE TABLE push_subscription (
	id CHAR(32) NOT NULL, 
	endpoint VARCHAR NOT NULL, 
	p256dh VARCHAR NOT NULL, 
	auth VARCHAR NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	session_id CHAR(32) NOT NULL, 
	unit VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_push_subscription PRIMARY KEY (id), 
	CONSTRAINT uq_push_subscription_endpoint UNIQUE (endpoint)
);
CREATE TABLE receipt (
	instruction_id CHAR(32) NOT NULL, 
	unit VARCHAR NOT NULL, 
	unit_name VARCHAR NOT NULL, 
	team VARCHAR NOT NULL, 
	district VARCHAR, 
	township VARCHAR, 
	frame_id CHAR(32) NOT NULL, 
	state VARCHAR NOT NULL, 
	delivered_at DATETIME, 
	read_at DATETIME, 
	signed_at DATETIME, 
	CONSTRAINT pk_receipt PRIMARY KEY (instruction_id, unit)
);
CREATE TABLE recusal (
	id CHAR(32) NOT NULL, 
	officer VARCHAR NOT NULL, 
	subject VARCHAR, 
	place VARCHAR, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	reason VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	CONSTRAINT pk_recusal PRIMARY KEY (id)
);
CREATE TABLE response_limit (
	urgency VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	accept_min FLOAT NOT NULL, 
	arrive_min FLOAT, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_response_limit PRIMARY KEY (urgency, valid_from)
);
INSERT INTO "response_limit" VALUES('general','2026-01-01',NULL,240.0,NULL,'虚构',1);
INSERT INTO "response_limit" VALUES('urgent','2026-01-01',NULL,30.0,60.0,'虚构',1);
INSERT INTO "response_limit" VALUES('critical','2026-01-01',NULL,1.0,15.0,'虚构',1);
CREATE TABLE rule (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	rule VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	priority INTEGER NOT NULL, 
	"when" JSON NOT NULL, 
	"then" JSON NOT NULL, 
	text_zh VARCHAR NOT NULL, 
	text_en VARCHAR NOT NULL, 
	author VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_rule PRIMARY KEY (id, since)
);
INSERT INTO "rule" VALUES('e20afbee7e7156498545866cb3da5776',1,NULL,'YZ-R010',1,10,'{"danger": true}','{"judge": "danger_first"}','有人身危险：先报110、119、120，再说由谁执法。','Somebody is in danger: call 110, 119 or 120 first; who enforces comes after.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('3fc8558234be59d2a343af37ed08a8ff',1,NULL,'YZ-R020',1,20,'{"kind": "component"}','{"judge": "not_enforcement"}','部件问题先养护，不是执法事项。','A damaged component is for maintenance, not for enforcement.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('e1abbb24355a5ebc9fd6ccba9a30a97f',1,NULL,'YZ-R030',1,30,'{"class": "unknown"}','{"judge": "unknown_class"}','分类代码不在本市目录中，由人研判。','The class code is not in the city''s catalogue, so a person decides.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('566f409d2a965b1cb99bd1b3efb66bb3',1,NULL,'YZ-R040',1,40,'{"place": "missing"}','{"judge": "no_place"}','上报没有坐标，无法确定行为发生地。','The report has no coordinates, so the place of the act is not known.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('e00be55fb984515fa02d723e89218f84',1,NULL,'YZ-R050',1,50,'{"place": "outside"}','{"judge": "outside_city"}','发生地不在本市，本市无管辖权。','The act lies outside the city, which has no jurisdiction there.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('258df429b1f45932bdf79bcb881ba713',1,NULL,'YZ-R060',1,60,'{"place": "contradiction"}','{"judge": "place_contradiction"}','坐标所在镇街与上报的镇街不一致，先核实地点。','The coordinates lie in another township than the report says: check the place first.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('2c27b8e5960d5f5faf1d7db4b19c29c8',1,NULL,'YZ-R070',1,70,'{"items": "none"}','{"judge": "no_item"}','该分类没有对应的执法事项，由人研判。','No enforcement item belongs to the class, so a person decides.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('7b12d466f29c51db853b4b2a28f3ce01',1,NULL,'YZ-R080',1,80,'{"items": "many"}','{"judge": "several_items"}','该分类可能对应几个事项，回答问题后再派。','Several items may fit: the question is answered before anyone is sent.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('036fb40619995d99bd182f915b25dddc',1,NULL,'YZ-R090',1,90,'{"upgraded": true}','{"team": "upgraded", "name": "team", "reason": "upgraded"}','有提级或指定管辖的决定：按决定由该队办理。','A recorded decision raised the case or named a team: that team acts.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('443409ade05f527e86c664e0d48b39ac',1,NULL,'YZ-R100',1,100,'{"refusals": 2}','{"judge": "disputed"}','已两次退回：交争议处置，首接队伍先行处理紧急情形。','Sent back twice: to the dispute desk; whoever received it first keeps handling what is urgent.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('d9d8b84b5be4503492e076dcd1aa13c4',1,NULL,'YZ-R110',1,110,'{"holder": "none"}','{"judge": "no_holder"}','立案日没有机关持有该事项，由人研判。','Nobody holds the item on the day of filing, so a person decides.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('aa5c41f21797516b9f4c6a61b3ac4947',1,NULL,'YZ-R120',1,120,'{"holder": "several"}','{"judge": "two_holders"}','几个机关都可能管辖，回答问题后再派。','More than one body may have jurisdiction: the question is answered before anyone is sent.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('868f44636b135d43b1a57b63601d4676',1,NULL,'YZ-R130',1,130,'{"area": "own", "holder": ["comprehensive", "professional"]}','{"team": "area_team", "name": "team", "reason": "routed_area"}','地点在特定区域内，该领域由区域执法队专管。','The place lies in a special area whose own team holds the field.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('94ca27c22d2d548fb8d44a1eb7b70616',1,NULL,'YZ-R140',1,140,'{"area": "shared", "holder": "comprehensive"}','{"team": "area_team", "name": "team", "assist": ["township_squad"], "reason": "shared_area", "confidence": "advisory"}','地点在特定区域内，该领域共管：区域执法队先办，镇街中队协助，由人复核。','In a special area that shares the field: its team acts first, the township squad assists, and a person looks at it.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('c3b8f04f94d05a688da46623a683f14d',1,NULL,'YZ-R150',1,150,'{"area": "shared", "holder": "professional"}','{"team": "area_team", "name": "team", "assist": ["district_field"], "reason": "shared_area", "confidence": "advisory"}','地点在特定区域内，该专业领域共管：区域执法队先办，区县专业队协助，由人复核。','In a special area that shares the professional field: its team acts first, the county''s professional team assists, and a person looks at it.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('7b9be58d64df50b8ad51064d64155cff',1,NULL,'YZ-R160',1,160,'{"form": "empowered", "listed": true, "sanction": "major", "holder": ["comprehensive", "professional"]}','{"team": "district_field", "name": "bureau", "assist": ["township_squad"], "reason": "major_to_county"}','镇街虽有此项，重大处罚保留在县级：由区县队伍以其机关名义办理，镇街队伍先到协助。','The township holds the item, but major sanctions stay with the county: its team acts in its own name, and the township squad assists, first on site.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('81c2224fb8b551cca45c85c436f06049',1,NULL,'YZ-R170',1,170,'{"form": "empowered", "listed": true, "squad": "able", "sanction": "minor"}','{"team": "township_squad", "name": "own", "reason": "routed_empowered"}','镇街已赋权，事项在其公布的清单内，预期处罚不属重大：由镇街执法队办理，以镇街名义。','The township is empowered, its published list holds the item and no major sanction is expected: its squad acts, in the township''s own name.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('aecbc99f0c2b5300b74698a28c5684ef',1,NULL,'YZ-R180',1,180,'{"form": "empowered", "listed": true, "squad": "able", "sanction": "unknown"}','{"team": "township_squad", "name": "own", "reason": "routed_empowered", "confidence": "advisory"}','镇街已赋权，事项在其公布的清单内，预期处罚未明：先由镇街执法队办理；查明属重大的，转区县。','The township is empowered and its published list holds the item; how severe the sanction may be is not known yet: its squad begins, and hands over to the county should it prove major.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('7c51d3bf69ad58ec9e28938797c48314',1,NULL,'YZ-R190',1,190,'{"holder": "outside"}','{"judge": "outside_holder"}','由本平台以外的机关管辖，移送。','A body outside this platform has jurisdiction: hand it over.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('89a4d0d757305d18b389a0a98ed9ea1d',1,NULL,'YZ-R200',1,200,'{"holder": "comprehensive", "scope": "partial"}','{"team": "district_field", "name": "bureau", "assist": ["township_squad"], "reason": "partial_scope", "confidence": "advisory"}','部分划转：是否在划转范围内由人核对；由区县综合执法队办理，镇街中队协助。','Only part of the item moved: a person checks whether the act is in that part; the county''s comprehensive team acts and the township squad assists.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('fb145901f1bb57d49acd559249f5c1e5',1,NULL,'YZ-R210',1,210,'{"holder": "comprehensive", "form": "posted", "squad": "able"}','{"team": "township_squad", "name": "bureau", "reason": "routed_posted"}','综合执法事项，镇街为派驻：由派驻中队办理，以区县综合执法局名义。','A comprehensive item where the squad is posted: the squad acts, in the name of the county bureau.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('730c87d2a00852289446bac55daaa081',1,NULL,'YZ-R220',1,220,'{"holder": "comprehensive"}','{"team": "district_field", "name": "bureau", "reason": "routed_district"}','综合执法事项未下放到该镇街，或镇街中队不办该领域：由区县该领域的综合执法队办理。','A comprehensive item that was not handed to the township, or in whose field its squad does not work: the county''s team of the field acts.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
INSERT INTO "rule" VALUES('f4eef5f2dfd65346845bc14ba3624d96',1,NULL,'YZ-R230',1,230,'{"holder": "professional"}','{"team": "district_field", "name": "team", "assist": ["township_squad"], "reason": "routed_professional"}','专业执法领域：由区县该领域的专业执法队办理，以其机关名义；指挥中心可派镇街中队先到协助。','A professional field: the county''s professional team acts, in its own body''s name; the command centre may send the township squad ahead to assist.','OneDoor','2026-01-01',NULL,'云泽市事项分类(虚构)',0);
CREATE TABLE sanction_line (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	field VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	amount FLOAT NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_sanction_line PRIMARY KEY (id, since)
);
INSERT INTO "sanction_line" VALUES('e6b16d2dd2e654078369a63becf3a721',1,NULL,'*','person',10000.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "sanction_line" VALUES('a84a9193c68e5919ac7a932e58a68114',1,NULL,'*','unit',100000.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE sending (
	team VARCHAR NOT NULL, 
	scheme VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	automatic BOOLEAN NOT NULL, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_sending PRIMARY KEY (team, scheme, kind, code, valid_from)
);
INSERT INTO "sending" VALUES('*','*','*','*','2026-01-01',NULL,1,'云泽市事项分类(虚构)',1);
INSERT INTO "sending" VALUES('YZ-E-LS','*','*','*','2026-01-01',NULL,0,'云泽市事项分类(虚构)',1);
CREATE TABLE serial (
	name VARCHAR NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_serial PRIMARY KEY (name)
);
CREATE TABLE sos (
	id CHAR(32) NOT NULL, 
	state VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	unit VARCHAR NOT NULL, 
	unit_name VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	team VARCHAR, 
	district VARCHAR, 
	township VARCHAR, 
	lon FLOAT, 
	lat FLOAT, 
	accuracy_m FLOAT, 
	note VARCHAR, 
	raised_at DATETIME NOT NULL, 
	calls INTEGER NOT NULL, 
	called JSON NOT NULL, 
	moves JSON NOT NULL, 
	ended BOOLEAN NOT NULL, 
	CONSTRAINT pk_sos PRIMARY KEY (id)
);
CREATE TABLE sos_called (
	sos_id CHAR(32) NOT NULL, 
	unit VARCHAR NOT NULL, 
	CONSTRAINT pk_sos_called PRIMARY KEY (sos_id, unit)
);
CREATE TABLE sos_history (
	id CHAR(32) NOT NULL, 
	sos_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	device_at DATETIME, 
	from_state VARCHAR, 
	to_state VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	unit VARCHAR, 
	act_id CHAR(32), 
	lon FLOAT, 
	lat FLOAT, 
	accuracy_m FLOAT, 
	CONSTRAINT pk_sos_history PRIMARY KEY (id)
);
CREATE TABLE special_area (
	id CHAR(32) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	wkb BLOB NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	CONSTRAINT pk_special_area PRIMARY KEY (id)
);
INSERT INTO "special_area" VALUES('01a205c8f92973c1a985dc128fad2a39','YZ-SA','云泽站',10,X'010300000001000000050000007B14AE47E1CA5540C3F5285C8F8245405C8FC2F528CC5540C3F5285C8F8245405C8FC2F528CC554085EB51B81E8545407B14AE47E1CA554085EB51B81E8545407B14AE47E1CA5540C3F5285C8F824540','2026-01-01',NULL,'云泽市事项分类(虚构)',1,1,NULL);
CREATE TABLE stored_file (
	id CHAR(32) NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	owner VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_stored_file PRIMARY KEY (id)
);
CREATE TABLE task (
	id CHAR(32) NOT NULL, 
	case_no VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	team VARCHAR NOT NULL, 
	unit VARCHAR, 
	field VARCHAR NOT NULL, 
	district VARCHAR, 
	township VARCHAR, 
	lon FLOAT, 
	lat FLOAT, 
	brief JSON NOT NULL, 
	why JSON NOT NULL, 
	moves JSON NOT NULL, 
	offer_frame CHAR(32), 
	offered_at DATETIME, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	ended BOOLEAN NOT NULL, role VARCHAR DEFAULT 'lead' NOT NULL, parent_id CHAR(32), replaces_id CHAR(32), suspended_from VARCHAR, wanted_at DATETIME, accept_by DATETIME, arrive_by DATETIME, cell VARCHAR, subject VARCHAR, by_hand BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_task PRIMARY KEY (id)
);
CREATE TABLE task_history (
	id CHAR(32) NOT NULL, 
	task_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	device_at DATETIME, 
	from_state VARCHAR, 
	to_state VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	unit VARCHAR, 
	act_id CHAR(32), 
	lon FLOAT, 
	lat FLOAT, 
	accuracy_m FLOAT, 
	CONSTRAINT pk_task_history PRIMARY KEY (id)
);
CREATE TABLE team (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	district VARCHAR, 
	township VARCHAR, 
	fields JSON NOT NULL, 
	body VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_team PRIMARY KEY (code)
);
INSERT INTO "team" VALUES('YZ-CITY','云泽市综合行政执法局直属队','direct','city',NULL,NULL,'["\u57ce\u5e02\u7ba1\u7406", "\u5efa\u8bbe"]','云泽市综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-E-ZD','云东区综合行政执法局直属中队','comprehensive','district','990101',NULL,'["\u57ce\u5e02\u7ba1\u7406", "\u5efa\u8bbe"]','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-E-LS','云东区综合行政执法局(林业水利)行政执法队','comprehensive','district','990101',NULL,'["\u6797\u4e1a\u6c34\u5229"]','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-E-HB','云东区生态环境行政执法队','professional','district','990101',NULL,'["\u751f\u6001\u73af\u5883"]','云东区生态环境局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-W-ZD','云西县综合行政执法局直属中队','comprehensive','district','990102',NULL,'["\u57ce\u5e02\u7ba1\u7406", "\u5efa\u8bbe"]','云西县综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-T1','东湖街道综合行政执法队','squad','township','990101','990101001','["\u57ce\u5e02\u7ba1\u7406"]','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-T2','南市街道综合行政执法队','squad','township','990101','990101002','["\u57ce\u5e02\u7ba1\u7406"]','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-T4','石门乡综合行政执法队','squad','township','990102','990102201','["\u57ce\u5e02\u7ba1\u7406"]','云西县综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE team_aspect (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	team VARCHAR NOT NULL, 
	aspect VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_team_aspect PRIMARY KEY (id, since)
);
INSERT INTO "team_aspect" VALUES('f6a270d1e9ed54c395eb848cdd3d6d7d',1,NULL,'YZ-E-LS','business','云东区林业水利局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team_aspect" VALUES('cfee12b2119a55199f7a25fb217e4cf1',1,NULL,'YZ-E-LS','establishment','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team_aspect" VALUES('70a72e7f2e7a58afaef873aa062a6234',1,NULL,'YZ-E-LS','guidance','云泽市综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team_aspect" VALUES('c0b25333acda59529112e58f3d3f747d',1,NULL,'YZ-E-LS','penalty','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team_aspect" VALUES('0cd05e312259504f962ca5bc1ce97826',1,NULL,'YZ-E-LS','personnel','云东区林业水利局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team_aspect" VALUES('509bd10991d551c8b4edba37a907c060',1,NULL,'YZ-E-LS','standing','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE time_limit (
	id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	scheme VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	urgency VARCHAR NOT NULL, 
	step VARCHAR NOT NULL, 
	value FLOAT NOT NULL, 
	unit VARCHAR NOT NULL, 
	extensions INTEGER NOT NULL, 
	extension_share FLOAT NOT NULL, 
	approver VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_time_limit PRIMARY KEY (id, version)
);
INSERT INTO "time_limit" VALUES('YZ-GENERAL',1,'一般事件处置','','','*','general','handle',2.0,'working_day',1,1.0,'district',NULL,NULL,'云泽市处置时限(虚构)',1);
INSERT INTO "time_limit" VALUES('YZ-URGENT',1,'紧急事件处置','','','*','urgent','handle',24.0,'hour',1,0.5,'district',NULL,NULL,'云泽市处置时限(虚构)',1);
INSERT INTO "time_limit" VALUES('YZ-CRITICAL',1,'特急事件处置','','','*','critical','handle',2.0,'hour',0,0.0,'city',NULL,NULL,'云泽市处置时限(虚构)',1);
INSERT INTO "time_limit" VALUES('YZ-M02',1,'店铺噪声处置','LOCAL-YZ','matter','M02','general','handle',4.0,'working_hour',1,1.0,'township',NULL,NULL,'云泽市处置时限(虚构)',1);
INSERT INTO "time_limit" VALUES('YZ-GARBAGE',1,'市容环境类处置','','','group:市容环境','general','handle',8.0,'working_hour',1,1.0,'township',NULL,NULL,'云泽市处置时限(虚构)',1);
INSERT INTO "time_limit" VALUES('YZ-DECISION',1,'立案后作出行政处罚决定','','','*','*','statutory',90.0,'calendar_day',0,0.0,'district','2021-07-15',NULL,'行政处罚法(2021修订) 第60条',0);
CREATE TABLE timer (
	kind VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	facts JSON NOT NULL, 
	CONSTRAINT pk_timer PRIMARY KEY (kind, subject)
);
CREATE TABLE township (
	code VARCHAR(12) NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	district VARCHAR NOT NULL, 
	CONSTRAINT pk_township PRIMARY KEY (code), 
	CONSTRAINT fk_township_district FOREIGN KEY(district) REFERENCES district (code)
);
INSERT INTO "township" VALUES('990101001','东湖街道','街道','990101');
INSERT INTO "township" VALUES('990101002','南市街道','街道','990101');
INSERT INTO "township" VALUES('990102100','北山镇','镇','990102');
INSERT INTO "township" VALUES('990102201','石门乡','乡','990102');
CREATE TABLE township_alias (
	scheme VARCHAR NOT NULL, 
	alias VARCHAR NOT NULL, 
	township VARCHAR NOT NULL, 
	CONSTRAINT pk_township_alias PRIMARY KEY (scheme, alias), 
	CONSTRAINT fk_township_alias_township FOREIGN KEY(township) REFERENCES township (code)
);
INSERT INTO "township_alias" VALUES('old_list','990101003','990101002');
INSERT INTO "township_alias" VALUES('old_list','990101002','990102201');
CREATE TABLE township_item (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	township VARCHAR NOT NULL, 
	item VARCHAR NOT NULL, 
	published_on DATE, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_township_item PRIMARY KEY (id, since)
);
INSERT INTO "township_item" VALUES('00808aa60c685f61af652eefb3788c51',1,NULL,'990101001','YZ-01','2026-01-01','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "township_item" VALUES('d63b6a161e345eafbeb214d9abb48c29',1,NULL,'990101001','YZ-08','2026-01-01','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "township_item" VALUES('d3110f9b518451679b7a4bb2e0809a75',1,NULL,'990101001','YZ-09','2026-01-01','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE township_power (
	id CHAR(32) NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	township VARCHAR NOT NULL, 
	form VARCHAR NOT NULL, 
	name_used VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_township_power PRIMARY KEY (id, since)
);
INSERT INTO "township_power" VALUES('f0d55ff53bfb5865ad118e6df98de9c5',1,NULL,'990101001','empowered','东湖街道办事处','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "township_power" VALUES('bdc14d030c8e5cc583175c49d55f04f1',1,NULL,'990101002','posted','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "township_power" VALUES('4db0ed5b36d95139994d41acc8651d70',1,NULL,'990102100','none','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "township_power" VALUES('a04c3cb7a1da5f06b1c533b56753c4d6',1,NULL,'990102201','posted','云西县综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE track (
	unit VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	lon FLOAT NOT NULL, 
	lat FLOAT NOT NULL, 
	accuracy_m FLOAT, 
	CONSTRAINT pk_track PRIMARY KEY (unit, at)
);
CREATE TABLE unit (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	team VARCHAR NOT NULL, 
	base_lon FLOAT NOT NULL, 
	base_lat FLOAT NOT NULL, 
	shift_from INTEGER NOT NULL, 
	shift_to INTEGER NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_unit PRIMARY KEY (code)
);
INSERT INTO "unit" VALUES('YZ-U0','市直属组','YZ-CITY',87.1,43.09,0,0,1);
INSERT INTO "unit" VALUES('YZ-U1','东湖一组','YZ-T1',87.02,43.02,0,0,1);
INSERT INTO "unit" VALUES('YZ-U2A','南市日班组','YZ-T2',87.12,43.02,480,1200,1);
INSERT INTO "unit" VALUES('YZ-U2B','南市夜班组','YZ-T2',87.18,43.08,1200,480,1);
INSERT INTO "unit" VALUES('YZ-U3','云东直属组','YZ-E-ZD',87.09,43.05,0,0,1);
INSERT INTO "unit" VALUES('YZ-U4','云东环保组','YZ-E-HB',87.11,43.05,0,0,1);
INSERT INTO "unit" VALUES('YZ-U5','云西直属组','YZ-W-ZD',87.09,43.15,0,0,1);
INSERT INTO "unit" VALUES('YZ-U6','石门一组','YZ-T4',87.15,43.15,0,0,1);
INSERT INTO "unit" VALUES('YZ-U7','云东林水组','YZ-E-LS',87.08,43.02,0,0,1);
CREATE TABLE unit_duty (
	unit VARCHAR NOT NULL, 
	duty VARCHAR NOT NULL, 
	until DATETIME, 
	overtime_until DATETIME, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_unit_duty PRIMARY KEY (unit)
);
CREATE TABLE work_day (
	day DATE NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	hours JSON, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_work_day PRIMARY KEY (day)
);
INSERT INTO "work_day" VALUES('2026-01-01','holiday','元旦','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-01-02','holiday','元旦','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-01-03','holiday','元旦','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-01-04','make_up','元旦','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-14','make_up','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-15','holiday','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-16','holiday','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-17','holiday','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-18','holiday','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-19','holiday','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-20','holiday','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-21','holiday','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-22','holiday','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-23','holiday','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-02-28','make_up','春节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-04-04','holiday','清明','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-04-05','holiday','清明','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-04-06','holiday','清明','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-05-01','holiday','劳动节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-05-02','holiday','劳动节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-05-03','holiday','劳动节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-05-04','holiday','劳动节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-05-05','holiday','劳动节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-05-09','make_up','劳动节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-06-19','holiday','端午','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-06-20','holiday','端午','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-06-21','holiday','端午','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-09-20','make_up','国庆节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-09-25','holiday','中秋','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-09-26','holiday','中秋','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-09-27','holiday','中秋','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-10-01','holiday','国庆节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-10-02','holiday','国庆节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-10-03','holiday','国庆节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-10-04','holiday','国庆节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-10-05','holiday','国庆节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-10-06','holiday','国庆节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-10-07','holiday','国庆节','null','国务院办公厅关于2026年部分节假日安排的通知');
INSERT INTO "work_day" VALUES('2026-10-10','make_up','国庆节','null','国务院办公厅关于2026年部分节假日安排的通知');
CREATE TABLE working_hours (
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	hours JSON NOT NULL, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_working_hours PRIMARY KEY (valid_from)
);
INSERT INTO "working_hours" VALUES('2026-01-01',NULL,'[[540, 720], [780, 1080]]','云泽市作息(虚构)',1);
CREATE INDEX ix_account_scope_changed_at ON account (scope_changed_at);
CREATE INDEX ix_act_task_id ON act (task_id);
CREATE INDEX ix_attachment_case_no ON attachment (case_no);
CREATE INDEX ix_case_open ON "case" (id) WHERE state <> 'closed';
CREATE UNIQUE INDEX uq_case_platform_source_event_id ON "case" (platform, source_event_id);
CREATE INDEX ix_case_history_case_id ON case_history (case_id);
CREATE INDEX ix_channel_frame_frame_id ON channel_frame (frame_id);
CREATE INDEX ix_frame_at ON frame (at);
CREATE INDEX ix_login_attempt_window_started_at ON login_attempt (window_started_at);
CREATE INDEX ix_officer_unit ON officer (unit);
CREATE INDEX ix_outbox_done_at ON outbox (done_at);
CREATE INDEX ix_outbox_waiting ON outbox (id) WHERE done_at IS NULL;
CREATE INDEX ix_stored_file_sha256 ON stored_file (sha256);
CREATE INDEX ix_task_case_no ON task (case_no);
CREATE INDEX ix_task_open_unit ON task (unit) WHERE NOT ended;
CREATE INDEX ix_task_waiting ON task (id) WHERE state = 'waiting';
CREATE INDEX ix_task_history_task_id ON task_history (task_id);
CREATE INDEX ix_team_district ON team (district);
CREATE INDEX ix_unit_team ON unit (team);
CREATE INDEX ix_login_session_account_id ON login_session (account_id);
CREATE INDEX ix_login_session_ended_at ON login_session (ended_at);
CREATE INDEX ix_login_session_expires_at ON login_session (expires_at);
CREATE INDEX ix_platform_token_platform ON platform_token (platform);
CREATE INDEX ix_township_district ON township (district);
CREATE INDEX ix_boundary_version ON boundary (version);
CREATE INDEX ix_township_alias_township ON township_alias (township);
CREATE TRIGGER case_history_no_update BEFORE UPDATE ON case_history BEGIN SELECT RAISE(ABORT, 'case_history is append-only'); END;
CREATE TRIGGER case_history_no_delete BEFORE DELETE ON case_history BEGIN SELECT RAISE(ABORT, 'case_history is append-only'); END;
CREATE TRIGGER case_history_no_replace BEFORE INSERT ON case_history WHEN EXISTS (SELECT 1 FROM case_history WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'case_history is append-only'); END;
CREATE TRIGGER task_history_no_update BEFORE UPDATE ON task_history BEGIN SELECT RAISE(ABORT, 'task_history is append-only'); END;
CREATE TRIGGER task_history_no_delete BEFORE DELETE ON task_history BEGIN SELECT RAISE(ABORT, 'task_history is append-only'); END;
CREATE TRIGGER task_history_no_replace BEFORE INSERT ON task_history WHEN EXISTS (SELECT 1 FROM task_history WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'task_history is append-only'); END;
CREATE TRIGGER event_class_no_update BEFORE UPDATE ON event_class WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."scheme" IS NEW."scheme" AND OLD."kind" IS NEW."kind" AND OLD."code" IS NEW."code" AND OLD."name" IS NEW."name" AND OLD."group" IS NEW."group" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'event_class is append-only'); END;
CREATE TRIGGER event_class_no_delete BEFORE DELETE ON event_class BEGIN SELECT RAISE(ABORT, 'event_class is append-only'); END;
CREATE TRIGGER event_class_no_replace BEFORE INSERT ON event_class WHEN EXISTS (SELECT 1 FROM event_class WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'event_class is append-only'); END;
CREATE TRIGGER class_alias_no_update BEFORE UPDATE ON class_alias WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."scheme" IS NEW."scheme" AND OLD."kind" IS NEW."kind" AND OLD."code" IS NEW."code" AND OLD."to_scheme" IS NEW."to_scheme" AND OLD."to_kind" IS NEW."to_kind" AND OLD."to_code" IS NEW."to_code" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'class_alias is append-only'); END;
CREATE TRIGGER class_alias_no_delete BEFORE DELETE ON class_alias BEGIN SELECT RAISE(ABORT, 'class_alias is append-only'); END;
CREATE TRIGGER class_alias_no_replace BEFORE INSERT ON class_alias WHEN EXISTS (SELECT 1 FROM class_alias WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'class_alias is append-only'); END;
CREATE TRIGGER item_no_update BEFORE UPDATE ON item WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."code" IS NEW."code" AND OLD."kind" IS NEW."kind" AND OLD."name" IS NEW."name" AND OLD."field" IS NEW."field" AND OLD."law" IS NEW."law" AND OLD."article" IS NEW."article" AND OLD."sanction" IS NEW."sanction" AND OLD."unit_min" IS NEW."unit_min" AND OLD."unit_max" IS NEW."unit_max" AND OLD."person_min" IS NEW."person_min" AND OLD."person_max" IS NEW."person_max" AND OLD."severe" IS NEW."severe" AND OLD."summary" IS NEW."summary" AND OLD."hearing" IS NEW."hearing" AND OLD."review" IS NEW."review" AND OLD."leniency" IS NEW."leniency" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'item is append-only'); END;
CREATE TRIGGER item_no_delete BEFORE DELETE ON item BEGIN SELECT RAISE(ABORT, 'item is append-only'); END;
CREATE TRIGGER item_no_replace BEFORE INSERT ON item WHEN EXISTS (SELECT 1 FROM item WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'item is append-only'); END;
CREATE TRIGGER class_item_no_update BEFORE UPDATE ON class_item WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."scheme" IS NEW."scheme" AND OLD."kind" IS NEW."kind" AND OLD."code" IS NEW."code" AND OLD."item" IS NEW."item" AND OLD."question_zh" IS NEW."question_zh" AND OLD."question_en" IS NEW."question_en" AND OLD."answer_zh" IS NEW."answer_zh" AND OLD."answer_en" IS NEW."answer_en" AND OLD."subject" IS NEW."subject" AND OLD."note" IS NEW."note" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'class_item is append-only'); END;
CREATE TRIGGER class_item_no_delete BEFORE DELETE ON class_item BEGIN SELECT RAISE(ABORT, 'class_item is append-only'); END;
CREATE TRIGGER class_item_no_replace BEFORE INSERT ON class_item WHEN EXISTS (SELECT 1 FROM class_item WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'class_item is append-only'); END;
CREATE TRIGGER holder_no_update BEFORE UPDATE ON holder WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."item" IS NEW."item" AND OLD."area" IS NEW."area" AND OLD."level" IS NEW."level" AND OLD."line" IS NEW."line" AND OLD."field" IS NEW."field" AND OLD."partial" IS NEW."partial" AND OLD."boundary" IS NEW."boundary" AND OLD."department" IS NEW."department" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'holder is append-only'); END;
CREATE TRIGGER holder_no_delete BEFORE DELETE ON holder BEGIN SELECT RAISE(ABORT, 'holder is append-only'); END;
CREATE TRIGGER holder_no_replace BEFORE INSERT ON holder WHEN EXISTS (SELECT 1 FROM holder WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'holder is append-only'); END;
CREATE TRIGGER township_power_no_update BEFORE UPDATE ON township_power WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."township" IS NEW."township" AND OLD."form" IS NEW."form" AND OLD."name_used" IS NEW."name_used" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'township_power is append-only'); END;
CREATE TRIGGER township_power_no_delete BEFORE DELETE ON township_power BEGIN SELECT RAISE(ABORT, 'township_power is append-only'); END;
CREATE TRIGGER township_power_no_replace BEFORE INSERT ON township_power WHEN EXISTS (SELECT 1 FROM township_power WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'township_power is append-only'); END;
CREATE TRIGGER township_item_no_update BEFORE UPDATE ON township_item WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."township" IS NEW."township" AND OLD."item" IS NEW."item" AND OLD."published_on" IS NEW."published_on" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'township_item is append-only'); END;
CREATE TRIGGER township_item_no_delete BEFORE DELETE ON township_item BEGIN SELECT RAISE(ABORT, 'township_item is append-only'); END;
CREATE TRIGGER township_item_no_replace BEFORE INSERT ON township_item WHEN EXISTS (SELECT 1 FROM township_item WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'township_item is append-only'); END;
CREATE TRIGGER area_power_no_update BEFORE UPDATE ON area_power WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."area" IS NEW."area" AND OLD."team" IS NEW."team" AND OLD."mode" IS NEW."mode" AND OLD."fields" IS NEW."fields" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'area_power is append-only'); END;
CREATE TRIGGER area_power_no_delete BEFORE DELETE ON area_power BEGIN SELECT RAISE(ABORT, 'area_power is append-only'); END;
CREATE TRIGGER area_power_no_replace BEFORE INSERT ON area_power WHEN EXISTS (SELECT 1 FROM area_power WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'area_power is append-only'); END;
CREATE TRIGGER sanction_line_no_update BEFORE UPDATE ON sanction_line WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."field" IS NEW."field" AND OLD."subject" IS NEW."subject" AND OLD."amount" IS NEW."amount" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'sanction_line is append-only'); END;
CREATE TRIGGER sanction_line_no_delete BEFORE DELETE ON sanction_line BEGIN SELECT RAISE(ABORT, 'sanction_line is append-only'); END;
CREATE TRIGGER sanction_line_no_replace BEFORE INSERT ON sanction_line WHEN EXISTS (SELECT 1 FROM sanction_line WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'sanction_line is append-only'); END;
CREATE TRIGGER body_no_update BEFORE UPDATE ON body WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."code" IS NEW."code" AND OLD."name" IS NEW."name" AND OLD."level" IS NEW."level" AND OLD."district" IS NEW."district" AND OLD."township" IS NEW."township" AND OLD."plate" IS NEW."plate" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'body is append-only'); END;
CREATE TRIGGER body_no_delete BEFORE DELETE ON body BEGIN SELECT RAISE(ABORT, 'body is append-only'); END;
CREATE TRIGGER body_no_replace BEFORE INSERT ON body WHEN EXISTS (SELECT 1 FROM body WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'body is append-only'); END;
CREATE TRIGGER team_aspect_no_update BEFORE UPDATE ON team_aspect WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."team" IS NEW."team" AND OLD."aspect" IS NEW."aspect" AND OLD."body" IS NEW."body" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'team_aspect is append-only'); END;
CREATE TRIGGER team_aspect_no_delete BEFORE DELETE ON team_aspect BEGIN SELECT RAISE(ABORT, 'team_aspect is append-only'); END;
CREATE TRIGGER team_aspect_no_replace BEFORE INSERT ON team_aspect WHEN EXISTS (SELECT 1 FROM team_aspect WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'team_aspect is append-only'); END;
CREATE TRIGGER rule_no_update BEFORE UPDATE ON rule WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."rule" IS NEW."rule" AND OLD."version" IS NEW."version" AND OLD."priority" IS NEW."priority" AND OLD."when" IS NEW."when" AND OLD."then" IS NEW."then" AND OLD."text_zh" IS NEW."text_zh" AND OLD."text_en" IS NEW."text_en" AND OLD."author" IS NEW."author" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'rule is append-only'); END;
CREATE TRIGGER rule_no_delete BEFORE DELETE ON rule BEGIN SELECT RAISE(ABORT, 'rule is append-only'); END;
CREATE TRIGGER rule_no_replace BEFORE INSERT ON rule WHEN EXISTS (SELECT 1 FROM rule WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'rule is append-only'); END;
CREATE TRIGGER parameter_no_update BEFORE UPDATE ON parameter WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."name" IS NEW."name" AND OLD."value" IS NEW."value" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'parameter is append-only'); END;
CREATE TRIGGER parameter_no_delete BEFORE DELETE ON parameter BEGIN SELECT RAISE(ABORT, 'parameter is append-only'); END;
CREATE TRIGGER parameter_no_replace BEFORE INSERT ON parameter WHEN EXISTS (SELECT 1 FROM parameter WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'parameter is append-only'); END;
CREATE TRIGGER listing_no_update BEFORE UPDATE ON listing WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."list" IS NEW."list" AND OLD."year" IS NEW."year" AND OLD."item" IS NEW."item" AND OLD."batch" IS NEW."batch" AND OLD."department" IS NEW."department" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'listing is append-only'); END;
CREATE TRIGGER listing_no_delete BEFORE DELETE ON listing BEGIN SELECT RAISE(ABORT, 'listing is append-only'); END;
CREATE TRIGGER listing_no_replace BEFORE INSERT ON listing WHEN EXISTS (SELECT 1 FROM listing WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'listing is append-only'); END;
CREATE TRIGGER entry_test_no_update BEFORE UPDATE ON entry_test WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."item" IS NEW."item" AND OLD."frequent" IS NEW."frequent" AND OLD."close_to_life" IS NEW."close_to_life" AND OLD."easy_to_find" IS NEW."easy_to_find" AND OLD."weak_force" IS NEW."weak_force" AND OLD."fit_skill" IS NEW."fit_skill" AND OLD."note" IS NEW."note" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'entry_test is append-only'); END;
CREATE TRIGGER entry_test_no_delete BEFORE DELETE ON entry_test BEGIN SELECT RAISE(ABORT, 'entry_test is append-only'); END;
CREATE TRIGGER entry_test_no_replace BEFORE INSERT ON entry_test WHEN EXISTS (SELECT 1 FROM entry_test WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'entry_test is append-only'); END;
CREATE TRIGGER former_area_no_update BEFORE UPDATE ON former_area WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."since" IS NEW."since" AND OLD."code" IS NEW."code" AND OLD."name" IS NEW."name" AND OLD."became" IS NEW."became" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented") BEGIN SELECT RAISE(ABORT, 'former_area is append-only'); END;
CREATE TRIGGER former_area_no_delete BEFORE DELETE ON former_area BEGIN SELECT RAISE(ABORT, 'former_area is append-only'); END;
CREATE TRIGGER former_area_no_replace BEFORE INSERT ON former_area WHEN EXISTS (SELECT 1 FROM former_area WHERE id = NEW.id AND since = NEW.since OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'former_area is append-only'); END;
CREATE TRIGGER publication_no_update BEFORE UPDATE ON publication BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END;
CREATE TRIGGER publication_no_delete BEFORE DELETE ON publication BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END;
CREATE TRIGGER publication_no_replace BEFORE INSERT ON publication WHEN EXISTS (SELECT 1 FROM publication WHERE edition = NEW.edition OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END;
CREATE TRIGGER special_area_no_update BEFORE UPDATE ON special_area WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD."rowid" IS NEW."rowid" AND OLD."id" IS NEW."id" AND OLD."code" IS NEW."code" AND OLD."name" IS NEW."name" AND OLD."priority" IS NEW."priority" AND OLD."wkb" IS NEW."wkb" AND OLD."valid_from" IS NEW."valid_from" AND OLD."valid_to" IS NEW."valid_to" AND OLD."source" IS NEW."source" AND OLD."invented" IS NEW."invented" AND OLD."since" IS NEW."since") BEGIN SELECT RAISE(ABORT, 'special_area is append-only'); END;
CREATE TRIGGER special_area_no_delete BEFORE DELETE ON special_area BEGIN SELECT RAISE(ABORT, 'special_area is append-only'); END;
CREATE TRIGGER special_area_no_replace BEFORE INSERT ON special_area WHEN EXISTS (SELECT 1 FROM special_area WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'special_area is append-only'); END;
CREATE INDEX ix_task_parent_id ON task (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX ix_task_done_unit ON task (unit, changed_at) WHERE state = 'done';
CREATE INDEX ix_task_done_cell ON task (cell) WHERE state = 'done';
CREATE INDEX ix_task_done_subject ON task (subject) WHERE state = 'done' AND subject IS NOT NULL;
CREATE INDEX ix_recusal_officer ON recusal (officer);
CREATE INDEX ix_recusal_subject ON recusal (subject);
CREATE INDEX ix_recusal_place ON recusal (place);
CREATE INDEX ix_timer_at ON timer (at);
CREATE INDEX ix_unit_duty_changed_at ON unit_duty (changed_at);
CREATE INDEX ix_duty_history_unit ON duty_history (unit);
CREATE TRIGGER duty_history_no_update BEFORE UPDATE ON duty_history BEGIN SELECT RAISE(ABORT, 'duty_history is append-only'); END;
CREATE TRIGGER duty_history_no_delete BEFORE DELETE ON duty_history BEGIN SELECT RAISE(ABORT, 'duty_history is append-only'); END;
CREATE TRIGGER duty_history_no_replace BEFORE INSERT ON duty_history WHEN EXISTS (SELECT 1 FROM duty_history WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'duty_history is append-only'); END;
CREATE INDEX ix_device_unit ON device (unit);
CREATE INDEX ix_track_at ON track (at);
CREATE INDEX ix_case_due_provisional ON "case" (due_at) WHERE due_provisional AND state <> 'closed';
CREATE INDEX ix_clock_history_case_no ON clock_history (case_no);
CREATE TRIGGER clock_history_no_update BEFORE UPDATE ON clock_history BEGIN SELECT RAISE(ABORT, 'clock_history is append-only'); END;
CREATE TRIGGER clock_history_no_delete BEFORE DELETE ON clock_history BEGIN SELECT RAISE(ABORT, 'clock_history is append-only'); END;
CREATE TRIGGER clock_history_no_replace BEFORE INSERT ON clock_history WHEN EXISTS (SELECT 1 FROM clock_history WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'clock_history is append-only'); END;
CREATE INDEX ix_extension_case_no ON extension (case_no);
CREATE UNIQUE INDEX uq_extension_asked ON extension (case_no) WHERE state = 'asked';
CREATE UNIQUE INDEX uq_alert_open ON alert (kind, subject) WHERE ended_at IS NULL;
CREATE INDEX ix_alert_history_alert_id ON alert_history (alert_id);
CREATE TRIGGER alert_history_no_update BEFORE UPDATE ON alert_history BEGIN SELECT RAISE(ABORT, 'alert_history is append-only'); END;
CREATE TRIGGER alert_history_no_delete BEFORE DELETE ON alert_history BEGIN SELECT RAISE(ABORT, 'alert_history is append-only'); END;
CREATE TRIGGER alert_history_no_replace BEFORE INSERT ON alert_history WHEN EXISTS (SELECT 1 FROM alert_history WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'alert_history is append-only'); END;
CREATE INDEX ix_push_subscription_unit ON push_subscription (unit);
CREATE INDEX ix_notice_waiting ON notice (due_at) WHERE state = 'waiting';
CREATE INDEX ix_notice_dead ON notice (id) WHERE state = 'dead';
CREATE INDEX ix_notice_settled_at ON notice (settled_at);
CREATE INDEX ix_instruction_node ON instruction (node);
CREATE INDEX ix_instruction_issued_at ON instruction (issued_at);
CREATE INDEX ix_instruction_open ON instruction (id) WHERE ended_at IS NULL;
CREATE INDEX ix_receipt_unit ON receipt (unit);
CREATE INDEX ix_receipt_sent ON receipt (unit) WHERE state = 'sent';
CREATE INDEX ix_receipt_unsigned ON receipt (instruction_id) WHERE state <> 'signed';
CREATE INDEX ix_instruction_history_instruction_id ON instruction_history (instruction_id);
CREATE TRIGGER instruction_history_no_update BEFORE UPDATE ON instruction_history BEGIN SELECT RAISE(ABORT, 'instruction_history is append-only'); END;
CREATE TRIGGER instruction_history_no_delete BEFORE DELETE ON instruction_history BEGIN SELECT RAISE(ABORT, 'instruction_history is append-only'); END;
CREATE TRIGGER instruction_history_no_replace BEFORE INSERT ON instruction_history WHEN EXISTS (SELECT 1 FROM instruction_history WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'instruction_history is append-only'); END;
CREATE INDEX ix_sos_raised_at ON sos (raised_at);
CREATE INDEX ix_sos_open ON sos (unit) WHERE NOT ended;
CREATE INDEX ix_sos_called_unit ON sos_called (unit);
CREATE INDEX ix_sos_history_sos_id ON sos_history (sos_id);
CREATE UNIQUE INDEX uq_sos_history_actor_act_id ON sos_history (actor, act_id);
CREATE TRIGGER sos_history_no_update BEFORE UPDATE ON sos_history BEGIN SELECT RAISE(ABORT, 'sos_history is append-only'); END;
CREATE TRIGGER sos_history_no_delete BEFORE DELETE ON sos_history BEGIN SELECT RAISE(ABORT, 'sos_history is append-only'); END;
CREATE TRIGGER sos_history_no_replace BEFORE INSERT ON sos_history WHEN EXISTS (SELECT 1 FROM sos_history WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'sos_history is append-only'); END;
CREATE INDEX ix_handover_node_made_at ON handover (node, made_at);
CREATE INDEX ix_handover_entry_handover_id ON handover_entry (handover_id);
CREATE UNIQUE INDEX uq_handover_entry_signature ON handover_entry (handover_id, kind) WHERE kind <> 'remark';
CREATE TRIGGER handover_no_update BEFORE UPDATE ON handover BEGIN SELECT RAISE(ABORT, 'handover is append-only'); END;
CREATE TRIGGER handover_no_delete BEFORE DELETE ON handover BEGIN SELECT RAISE(ABORT, 'handover is append-only'); END;
CREATE TRIGGER handover_no_replace BEFORE INSERT ON handover WHEN EXISTS (SELECT 1 FROM handover WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'handover is append-only'); END;
CREATE TRIGGER handover_entry_no_update BEFORE UPDATE ON handover_entry BEGIN SELECT RAISE(ABORT, 'handover_entry is append-only'); END;
CREATE TRIGGER handover_entry_no_delete BEFORE DELETE ON handover_entry BEGIN SELECT RAISE(ABORT, 'handover_entry is append-only'); END;
CREATE TRIGGER handover_entry_no_replace BEFORE INSERT ON handover_entry WHEN EXISTS (SELECT 1 FROM handover_entry WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'handover_entry is append-only'); END;
COMMIT;
