//! The odd multiples of the base point of P-256 and of what 64 doublings make of it, and again: 1 to 63 times 2^(64·part)·G, in
//! affine coordinates.
//!
//! The numbers are the coordinates themselves, big-endian words; they become field elements when this is compiled. A test
//! makes each of them again with another library.

use super::field::{Element, Packed};
use crate::words::PARTS;

/// How many bits of a scalar one digit stands for: a digit is odd and below 2^(WIDTH - 1) in size.
pub(super) const WIDTH: u32 = 7;

/// How many odd multiples that needs.
pub(super) const COUNT: usize = 1 << (WIDTH - 2);

/// x and y of (2i + 1)·2^(64·part)·G, ready to compute with.
pub(super) static BASE: [[[Packed; 2]; COUNT]; PARTS] = {
    let mut packed = [[[[0; 9]; 2]; COUNT]; PARTS];
    let mut part = 0;
    while part < PARTS {
        let mut i = 0;
        while i < COUNT {
            let [x, y] = COORDINATES[part][i];
            packed[part][i] = [Element::from_words(x).packed(), Element::from_words(y).packed()];
            i += 1;
        }
        part += 1;
    }
    packed
};

/// x and y of (2i + 1)·2^(64·part)·G.
pub(super) const COORDINATES: [[[[u64; 4]; 2]; COUNT]; PARTS] = [
    [
        [
            [0x6b17_d1f2_e12c_4247, 0xf8bc_e6e5_63a4_40f2, 0x7703_7d81_2deb_33a0, 0xf4a1_3945_d898_c296],
            [0x4fe3_42e2_fe1a_7f9b, 0x8ee7_eb4a_7c0f_9e16, 0x2bce_3357_6b31_5ece, 0xcbb6_4068_37bf_51f5],
        ],
        [
            [0x5ecb_e4d1_a633_0a44, 0xc8f7_ef95_1d4b_f165, 0xe6c6_b721_efad_a985, 0xfb41_661b_c6e7_fd6c],
            [0x8734_640c_4998_ff7e, 0x374b_06ce_1a64_a2ec, 0xd82a_b036_384f_b83d, 0x9a79_b127_a27d_5032],
        ],
        [
            [0x5159_0b7a_5151_40d2, 0xd784_c856_0866_8fdf, 0xef8c_82fd_1f5b_e524, 0x2155_4a0d_c3d0_33ed],
            [0xe0c1_7da8_904a_727d, 0x8ae1_bf36_bf8a_7926, 0x0d01_2f00_d4d8_0888, 0xd1d0_bb44_fda1_6da4],
        ],
        [
            [0x8e53_3b6f_a0bf_7b46, 0x25bb_3066_7c01_fb60, 0x7ef9_f8b8_a80f_ef5b, 0x3006_2870_3187_b2a3],
            [0x73eb_1dbd_e033_1836, 0x6d06_9f83_a6f5_9000, 0x53c7_3633_cb04_1b21, 0xc55e_1a86_c1f4_00b4],
        ],
        [
            [0xea68_d7b6_fedf_0b71, 0x8789_38d5_1d71_f872, 0x9e0a_cb8c_2c6d_f8b3, 0xd79e_8a4b_9094_9ee0],
            [0x2a27_44c9_72c9_fce7, 0x8701_4a96_4a8e_a0c8, 0x4d71_4fea_a4de_823f, 0xe85a_224a_4dd0_48fa],
        ],
        [
            [0x3ed1_13b7_883b_4c59, 0x0638_379d_b0c2_1cda, 0x1674_2ed0_2550_48bf, 0x4333_91d3_74bc_21d1],
            [0x9099_209a_ccc4_c8a2, 0x24c8_43af_a4f4_c68a, 0x090d_04da_5e98_89da, 0xe2f8_eefc_e82a_3740],
        ],
        [
            [0x177c_837a_e0ac_495a, 0x6180_5df2_d85e_e2fc, 0x792e_284b_65ea_d58a, 0x98e1_5d9d_4607_2c01],
            [0x63bb_58cd_4ebe_a558, 0xa240_91ad_b40f_4e72, 0x26ee_14c3_a1fb_4df3, 0x9c43_bbe2_efc7_bfd8],
        ],
        [
            [0xf045_4dc6_971a_bae7, 0xadfb_3789_9988_8265, 0xae03_af92_de3a_0ef1, 0x6366_8c63_e59b_9d5f],
            [0xb5b9_3ee3_592e_2d1f, 0x4e65_94e5_1f96_43e6, 0x2a3b_21ce_75b5_fa3f, 0x47e5_9cde_0d03_4f36],
        ],
        [
            [0x4777_6904_c0f1_cc3a, 0x9c09_84b6_6f75_301a, 0x5fa6_8678_f0d6_4af8, 0xba1a_bce3_4738_a73e],
            [0xaa00_5ee6_b5b9_5728, 0x6231_8565_7764_8e83, 0x81b2_8044_28d5_733f, 0x32f7_87ff_71f1_fcdc],
        ],
        [
            [0xcb6d_2861_102c_0c25, 0xce39_b7c1_7108_c507, 0x782c_4522_5788_4895, 0xc1fc_7b74_ab03_ed83],
            [0x58d7_614b_24d9_ef51, 0x5c35_e710_0d6d_6ce4, 0xa496_716e_30fa_3e03, 0xe391_5075_2bce_cdaa],
        ],
        [
            [0x3250_fcf6_8663_7c7b, 0x2e4a_c86e_b473_bca5, 0x3a58_2139_f42b_1523, 0xfd76_364e_6739_9e83],
            [0x42e7_c342_667d_3593, 0x97b3_090d_1d7e_b88c, 0x897c_d3c3_3b56_6a82, 0x15de_24a0_71d4_8c09],
        ],
        [
            [0x0e91_c723_9c26_40d7, 0xd28a_3e39_d458_3fa6, 0x3c0b_c0a5_df64_a4fe, 0x672e_5730_45ca_7896],
            [0x5df6_5c3b_550d_ba22, 0x1a22_733b_b8e0_bd6d, 0x7e68_8335_75e7_a5ae, 0x1380_4654_3140_ad55],
        ],
        [
            [0x3a67_e255_4b0c_0bb6, 0x85f4_f52d_8c07_fa84, 0x4165_2fc5_b76f_1b24, 0x84a4_dc45_f200_d687],
            [0x27d0_f187_2f1f_cf43, 0x26da_f267_163a_fb0d, 0x8c18_8af7_35a7_618a, 0xa9ed_16b3_02f7_9324],
        ],
        [
            [0x184f_fa58_19d8_0d51, 0xdeba_2fac_4611_f378, 0x5763_55bd_683e_54ab, 0xf2e2_0117_3b08_83d1],
            [0xc0a6_6e27_6688_f359, 0xa4c6_d908_26cb_9995, 0x45bd_eccc_63f0_4916, 0x20d2_42c2_6090_6e6f],
        ],
        [
            [0xd6d3_3ade_fa19_5b07, 0xa7c3_6da0_9085_3b8c, 0xfd8c_d1c6_88b5_8a41, 0xdedd_693d_1c78_4def],
            [0x84aa_ba16_ee19_5d7e, 0x3f78_245f_558a_5dcb, 0x09a1_66ab_4b95_eded, 0x550c_1245_93d1_bca6],
        ],
        [
            [0x301d_9e50_2dc7_e05d, 0xa85d_a026_a7ae_9aa0, 0xfac9_db7d_52a9_5b3e, 0x3e3f_9aa0_a1b4_5b8b],
            [0x6551_b6f6_b306_1223, 0xe0d2_3c02_6b01_7d72, 0x298d_9ae4_6887_ca61, 0xd58d_b6ae_a17e_e267],
        ],
        [
            [0x9807_d699_fcd8_1356, 0xfa9a_a25b_89d9_d34e, 0xa03b_0a53_3aa8_72fd, 0x65c1_00f3_cb2c_d793],
            [0xc2a5_9cdc_cab1_1bf2, 0x86a0_1a4d_1d09_1b2f, 0xffe6_30b9_6c58_7853, 0x2f6b_f924_7963_4af4],
        ],
        [
            [0xd58d_4a58_9ed2_7d16, 0x8ffa_3ad7_326c_48ca, 0x94e8_e1fe_92af_9700, 0xa12d_3890_33bb_291a],
            [0xd455_14d1_0272_6b85, 0x76ea_9263_2dc7_fef6, 0x6727_1c16_3b03_4979, 0xa5b0_c9c6_f586_b9d5],
        ],
        [
            [0x419a_6a64_6ddb_817d, 0xd6b0_9786_11a8_26aa, 0xe0d2_1379_246b_fd44, 0x73a9_2894_502b_3348],
            [0x3325_44cf_1102_f584, 0x545c_9fb1_954c_2fd5, 0x13c6_d072_f3de_e1e2, 0xdb1d_6c81_b092_14b2],
        ],
        [
            [0x22a6_82f7_c399_6d4d, 0x4201_4976_a179_046e, 0x547b_942d_d2d1_38d4, 0xa0c1_99dd_fb27_76c4],
            [0x4f46_06b0_1022_23ee, 0xb918_c983_5a54_356c, 0x979d_cc31_0265_b068, 0x5347_f649_cbaa_285d],
        ],
        [
            [0x67a6_bec2_40de_e065, 0x1cf2_58d2_e6cf_e8aa, 0x6067_c5c3_d417_5a59, 0x3a7d_e694_995d_2fa2],
            [0xde69_2b70_22d1_3158, 0x6c24_9b49_464d_4499, 0x1542_c7ee_209a_ca6c, 0x49c2_4ce1_441f_eed5],
        ],
        [
            [0x986a_e250_6f1f_f104, 0xd042_3086_1d8f_4b49, 0x8f4b_c4c6_d009_b30f, 0x7544_dc12_9b82_d28d],
            [0x003c_ccc0_a646_0e0a, 0xe328_a4d9_7d3c_7b61, 0xd86f_c628_9c18_9f25, 0x2511_0c44_1bb0_7e97],
        ],
        [
            [0xa891_d066_70bd_e99b, 0x3ecd_0f5d_dff0_672e, 0x0f5f_609e_dd29_d6d9, 0x79c7_8080_fae0_ba03],
            [0xb596_cd92_2cbf_a1c1, 0x419a_88c4_033c_1ce7, 0x1c6b_38f0_feb0_f2cc, 0xefc3_edc8_1669_34ae],
        ],
        [
            [0x42c3_15cc_4895_8708, 0x5953_61ea_8307_1bbc, 0xdd5b_3158_3e19_066d, 0x51d6_8922_7b1c_0d7c],
            [0x649a_61ce_571b_9585, 0x2914_d1df_bb7a_7990, 0x74f1_a1e1_eb87_f164, 0xd6c4_a72b_b2f9_b1b9],
        ],
        [
            [0xf785_b0e0_9806_8875, 0xbb22_b146_866e_6c05, 0x28fb_7ea9_758f_d4fd, 0x7d22_8ce6_a567_4455],
            [0x73fd_b0bf_6080_da6e, 0xe15c_767f_0d9f_5b41, 0x4b04_b6fd_5f3a_a60a, 0xe7bc_490c_10d6_2408],
        ],
        [
            [0x672c_4a51_4d9d_e43e, 0xaade_e686_3c1d_68bc, 0x95f7_eb56_e810_08ff, 0x0443_60f0_018e_22b1],
            [0x548c_7e91_96a2_5bfe, 0x611d_e5a4_ace2_03f7, 0x1362_4658_9704_d941, 0x9935_3991_91f3_7104],
        ],
        [
            [0x6f01_bd49_c9d9_5245, 0x5a47_8022_54b8_8039, 0x982b_1ca7_8de9_b983, 0xf126_ec9f_7449_d036],
            [0x1562_080f_f1d5_deab, 0x11a0_f21a_6087_76ce, 0xa785_51bf_c374_9b08, 0x3602_33dd_989e_17db],
        ],
        [
            [0x079d_ba7b_a068_c926, 0x7571_a109_fe7f_ea2c, 0xc2a5_95b7_62c1_eada, 0xdec1_dff7_df6e_60a0],
            [0xdc1e_19b7_43d4_d181, 0x1d22_3f9d_2a95_88ab, 0x83eb_2df3_5751_a397, 0xfb0d_a5ae_b482_4dea],
        ],
        [
            [0xc116_e30e_bb4d_2865, 0x126d_45a8_ea90_7f86, 0x289d_406e_2d6c_6bd8, 0x8abd_97b1_d0f5_6077],
            [0xe947_8823_c35b_30c2, 0xb8b1_6d9b_b13b_8765, 0x7d5b_d5e8_9e59_c8c5, 0x313f_d7fd_a410_c206],
        ],
        [
            [0x665f_1a6f_fe0c_6437, 0x765b_2784_fca9_bdf7, 0xe509_4111_9e8d_c8ec, 0xa2b6_ea0e_0faa_4b45],
            [0x490e_2ca4_9ffd_18c2, 0x6e8c_ca29_f7ea_c37f, 0x7ded_e5bf_81e2_15bc, 0x6e25_a660_2b7f_4ccf],
        ],
        [
            [0x059c_cb19_edd3_da9a, 0x2d3a_6b3d_8d99_0001, 0x3e79_10a0_8b72_4fd5, 0x5939_ac38_0d32_af0e],
            [0xbb6a_d7ec_cad4_9159, 0xda65_281b_9345_638e, 0x1621_f7a3_3956_cecd, 0x928e_1e3c_97fe_91d1],
        ],
        [
            [0x6a95_01d8_5bf5_dc80, 0x2a1f_28a0_8acc_7d8f, 0xdf53_c8af_01a7_cd38, 0x32a2_9082_5d8b_dac1],
            [0xca64_0ad1_9347_3743, 0x81c6_c6e4_4a3c_56a3, 0xf846_1b5c_697a_6f35, 0x30af_f53d_5f1e_f1a3],
        ],
    ],
    [
        [
            [0x0fa8_22bc_2811_aaa5, 0x8492_592e_326e_25de, 0x2949_3baa_ad65_1f7e, 0x90e7_5cb4_8e14_db63],
            [0xbff4_4ae8_f5db_a80d, 0x6f4a_d4bc_b3df_188b, 0x34b1_a650_50fe_82f5, 0xe411_2454_5f46_2ee7],
        ],
        [
            [0x85b2_c064_ff91_2f5c, 0xe596_645e_7bea_4bc8, 0xdbef_3a12_b228_ebf5, 0x752c_453f_7db3_cdec],
            [0xf64b_278f_39d1_1536, 0x63c7_fa2d_2fcc_6d00, 0xdc98_0b34_e64c_f8e0, 0x8f4d_0820_4a03_f81f],
        ],
        [
            [0x110b_0376_c402_1467, 0x7851_fbac_ec16_f29c, 0x24da_ff63_e584_d673, 0x288a_5ae4_8607_b030],
            [0x8443_2b85_318e_e673, 0x4c6e_b89f_8461_c70c, 0x87be_1556_fb29_8749, 0xf43a_a112_b361_7c3a],
        ],
        [
            [0x1878_4e44_9f64_71d7, 0x14f6_e124_2b1c_aaf8, 0x3295_f253_8bbb_ed4e, 0x54ed_d81c_75a7_6f08],
            [0x8d76_ed7f_4a1e_1ae7, 0x1777_a8fd_ac71_e671, 0xfc9d_74a7_a60a_2532, 0x0b39_605d_6b82_4993],
        ],
        [
            [0x58a2_f9e0_7d05_e6b9, 0xaef5_6dd7_703a_037d, 0x9c33_6574_8c0c_b03e, 0xce8e_33c9_fa6f_ad81],
            [0x06ab_64c5_ac55_60e0, 0xc1b6_82f8_717f_a6bd, 0x798b_b2d3_2d30_0b82, 0x5400_615e_3b10_9594],
        ],
        [
            [0x1ef0_20dc_ce7e_bba2, 0x40ee_6dbb_278f_676f, 0xea8a_99ce_c10c_c13a, 0xfb22_f11f_9eb5_2583],
            [0x5944_76b2_5a7a_14b0, 0x097f_6c0f_4b96_9530, 0x6ac3_00f9_7012_d4cb, 0x55b2_7819_7a3f_17ae],
        ],
        [
            [0x4e4a_8163_c1d6_a213, 0x95dd_144c_fabf_a32c, 0x4f39_b524_6fb5_6643, 0xb5c2_3ec1_f0a1_958f],
            [0x2574_a45b_79e8_c8d1, 0x033f_4a3e_e29c_6fa8, 0x4004_085f_b2c4_3d66, 0xa43b_3f51_4863_6f8a],
        ],
        [
            [0xf696_6a16_add6_1104, 0xe332_7e0e_d594_519e, 0x2817_9826_1c6b_db0e, 0xe827_5a84_6493_5db5],
            [0xba0d_e307_a903_1db2, 0xc1a5_ee57_2c3c_755e, 0x2d74_53a3_4401_bf01, 0x3a34_836c_1d16_6838],
        ],
        [
            [0xccd1_3fd2_0006_43f0, 0x8989_65e4_d2df_4918, 0x6d05_aa59_b7e2_6db0, 0xd7ef_41f5_2ce4_7814],
            [0xe670_bc3e_bb19_80dc, 0x8812_0046_09fb_635f, 0x2a5c_d88a_b578_2ef4, 0xc983_c014_be58_eae0],
        ],
        [
            [0x9372_ef7a_e8be_7b58, 0x8d43_b01c_8818_ef8c, 0x95b3_906d_ad27_a00b, 0x5add_aafe_a6eb_ff42],
            [0x5f24_4474_e508_db4a, 0xb959_b5f1_a73a_571a, 0x7520_be76_5a77_412d, 0x2d99_374d_30e8_7a74],
        ],
        [
            [0x38b1_fca4_c087_cebe, 0xe38b_90ce_5ff5_c02d, 0x6d78_50aa_af23_f48a, 0x0704_625a_ecd5_16c7],
            [0x204c_5ace_edab_3285, 0xdea3_f5ba_e256_ede1, 0x425e_8a96_85df_8eda, 0x2cee_7f1c_763f_4440],
        ],
        [
            [0x4bfe_7b21_1404_efea, 0x4a20_898f_00fd_e568, 0x1911_4fee_d14e_1bb8, 0x909a_5912_082f_2481],
            [0x7bbe_2621_a751_cae7, 0xb793_efcb_89d6_9c35, 0xa0a8_fc8f_d1eb_6d63, 0x0f65_d408_be56_1cf4],
        ],
        [
            [0x1488_0d42_111b_5cc5, 0x6739_8083_0828_66db, 0x0499_217e_73dd_5ea1, 0xd663_70a9_1043_586c],
            [0xfa89_3247_f8be_1cd5, 0x1591_6e91_90bf_f392, 0x68db_81b1_98c5_6428, 0xbde9_69e5_5cbb_e23d],
        ],
        [
            [0x8bcd_7ce2_2c9c_adb0, 0x8283_f1ac_e598_c462, 0x5dd5_1469_99af_7a4a, 0xb485_f6d9_fc85_74f4],
            [0x38cc_2adb_5f3b_6f0d, 0x870f_e14c_bcb0_c3ae, 0xd112_8fe3_92ec_874c, 0x465a_53f5_2e0d_71af],
        ],
        [
            [0x38f8_ebea_b74e_736f, 0xdd98_f4be_88cd_be4a, 0x377b_571c_0e0d_abb4, 0x4905_3f07_60c5_39bf],
            [0xddee_1a02_801f_4a3b, 0xf180_9bd1_1ec5_b019, 0xacf4_38fc_66ce_5ef8, 0x0cfd_228b_15a7_1151],
        ],
        [
            [0xd8c0_c568_c5b1_ba88, 0x9b39_2a05_3f55_28a5, 0x851c_e1f8_1b47_9c18, 0x47b2_9d20_b83e_e727],
            [0xb0f0_29ec_63a8_abf3, 0xa66c_d599_685f_dd6e, 0xf2f2_4f0e_c773_7f9b, 0x6108_c9d0_4eb2_9d9d],
        ],
        [
            [0x683a_58dd_9a2c_81a6, 0x7955_649b_d9b6_eba4, 0x964b_0ad0_8d49_1aed, 0xafd3_45d0_ea35_6221],
            [0x20b4_465b_f5f3_e13f, 0x8961_985b_17d3_1027, 0xc9d9_ebb5_9c42_f51f, 0x7091_3955_6d27_e39c],
        ],
        [
            [0xd440_3063_04f5_5615, 0xa0a6_7a6c_cd7d_cd2d, 0x9aac_b598_6c97_e6f9, 0x1f1d_6e03_f14c_0b4d],
            [0x97f3_b8f7_12f8_02b7, 0x54f1_d8e4_48f9_a6f3, 0x177d_7978_23b6_9848, 0x7d3b_72de_3ba8_c627],
        ],
        [
            [0x7935_4d38_16d7_6c6f, 0xf64d_59e8_16f5_546e, 0x924d_5e65_fa33_3b04, 0xafc1_ff55_ff8c_96b8],
            [0x2b22_c86b_120a_bafe, 0xad90_47b8_ab1e_fbcf, 0x3434_ffd7_b98e_961b, 0x175e_be5b_36cd_56d3],
        ],
        [
            [0x5560_d626_dd4f_e449, 0x786e_729a_5261_56ae, 0xbf24_5748_99de_a2bc, 0x83dd_be81_b133_80de],
            [0x0448_e1bd_8e91_6ce4, 0xe56c_b1e4_96e9_1e84, 0xecd4_49ba_ed81_3cd2, 0xb2fa_a324_6f37_1cdc],
        ],
        [
            [0xa471_950b_3763_4e87, 0xa89e_2007_9558_2d38, 0x39fb_a256_0de1_d8da, 0x7251_4097_8af1_87d4],
            [0x6fa9_2b3f_f0b3_350e, 0xba17_508a_b466_dd28, 0x1535_3bfa_4f43_78b0, 0x8f2b_9e9c_9d7c_297d],
        ],
        [
            [0x0649_7a4a_c54a_1d4b, 0xbf48_1dfb_1595_0a9e, 0x5172_7883_81fe_d396, 0x6606_791e_4b71_5f8c],
            [0x0fa0_a1f0_0b64_c98d, 0x4f11_7617_d7cf_5acd, 0x7dba_e38b_8a25_ce0b, 0x8692_4b74_8e77_7f10],
        ],
        [
            [0x3ae0_012c_e1a4_d8c5, 0x0ce7_c830_7d5c_dc79, 0x7f85_c8f7_dbca_6aab, 0xb32d_c3f4_1b9f_4cf8],
            [0x0534_7081_4f64_6c13, 0xeaa4_db8b_b43a_93b7, 0x172d_e2b0_21b5_c684, 0xe057_7228_dbbe_84b5],
        ],
        [
            [0x97c5_e8ef_db61_152e, 0xddd3_716c_2909_9baf, 0x5470_7706_8a37_b59f, 0xadc1_3c9f_225e_511e],
            [0xd2f2_e9e9_7892_523c, 0xc043_6a23_1a2a_5215, 0xf72a_8e09_0ded_be5e, 0x8a99_7d3a_79bf_f22b],
        ],
        [
            [0x0973_0d0e_14be_5156, 0x7417_b22b_7ce3_07c1, 0xa2cf_34ea_a310_db09, 0xd029_fca5_33eb_78d3],
            [0x68fa_ba6e_8ffe_2db0, 0xf5ba_b8f3_c2aa_3c10, 0x852d_e45a_5bc4_5021, 0x6c71_3a02_4c88_8aef],
        ],
        [
            [0xac33_be19_bf47_618e, 0x5c30_87b2_5db6_e128, 0x3462_7fa4_97d1_aec4, 0x4416_e658_dd1f_0eae],
            [0x23cd_36b3_b762_a137, 0xccf6_2a2a_703d_37f4, 0x2b34_bad9_5fa7_e5a1, 0x64b2_6810_a8a5_ce17],
        ],
        [
            [0x6f54_b484_5108_16a5, 0xbcda_3beb_fcdb_df72, 0x0d77_1b75_dd05_d044, 0x9b62_1665_3957_fd39],
            [0x9b9a_6feb_879f_b757, 0x1aed_cfc5_7a5c_c885, 0x2360_3887_411c_9b97, 0x044f_99ab_0de3_cf36],
        ],
        [
            [0xc535_7481_a58b_0141, 0xb42c_2187_aab4_a97f, 0xb2bc_d57c_b2c9_21df, 0x703b_fe4d_ed85_b58c],
            [0xfc30_dc5e_a1dd_ecd8, 0x0242_ca17_7bfe_63bd, 0x8ac0_8d47_292d_da78, 0x292d_19eb_fe9d_5818],
        ],
        [
            [0x41eb_ba32_1dd9_e1d1, 0x47c2_2666_998c_1326, 0x8356_a5d0_392e_a6de, 0x4be5_3876_1587_0021],
            [0x20dd_845d_b6bd_788e, 0x059f_085f_e1f3_8695, 0x2064_aa4a_3f15_2fb8, 0x0031_5b0e_7772_56c9],
        ],
        [
            [0x9310_8090_b09a_dcf7, 0x1556_0fd9_e250_c45d, 0x8a85_e84f_705f_6721, 0x029f_d957_0e8c_a58e],
            [0x1e1f_4f0b_5c4d_283a, 0xc2f3_9f22_8639_20d6, 0xec52_c042_6c06_8e07, 0xfa4e_32d1_bb2b_3011],
        ],
        [
            [0x9770_ea25_2087_88e7, 0x4c15_9c11_d12a_7e67, 0x39ca_a101_d79f_b494, 0x1fdf_8668_1989_4a2a],
            [0x6472_060e_2175_e733, 0xfff8_059f_c864_2bcf, 0x68fe_bfef_3a6c_92e2, 0x8a46_a466_8325_14d3],
        ],
        [
            [0x60e9_66e4_dae9_747b, 0x71bf_9d50_d4fb_ef94, 0x9c7c_b629_d3dd_8c01, 0x8379_c52a_2d4d_e4a7],
            [0xa5e4_20f5_4654_6f03, 0xf23e_9818_c0ab_e929, 0x9f34_05f1_84dc_7c82, 0x518e_de4f_91e7_4614],
        ],
    ],
    [
        [
            [0x447d_739b_eedb_5e67, 0xfb98_2fd5_88c6_766e, 0xfc35_ff7d_c297_eac3, 0x57c8_4fc9_d789_bd85],
            [0x2d48_25ab_8341_31ee, 0xe12e_9d95_3a4a_aff7, 0x3d34_9b95_a7fa_e500, 0x0c7e_33c9_72e2_5b32],
        ],
        [
            [0xf8b6_533e_03ca_017f, 0x58b1_4df9_65de_f4f6, 0xddfa_d856_0826_32c2, 0x73e1_998e_dea6_db68],
            [0xc30f_4ef5_ec44_5486, 0x2f04_6dda_50aa_3ec6, 0x6bbd_70dd_9c5c_a0ed, 0x69bd_25b0_ae76_0da9],
        ],
        [
            [0xf352_89d3_5582_847c, 0x548e_f187_29ed_fb75, 0x5f01_7307_2cf8_727c, 0x66d5_d4eb_f924_e753],
            [0x75c1_781e_c5ec_13fb, 0x93df_08a1_b50e_1bd8, 0xc562_fc57_292d_0f04, 0xaa45_b5c2_eb13_a20c],
        ],
        [
            [0xcfd0_6b74_da44_1716, 0x4834_185f_b673_4e01, 0xaf14_1fff_d6df_23d7, 0x2395_cb67_3018_017e],
            [0xb647_b7a9_b72b_a913, 0x8103_b395_87da_7950, 0x0030_3078_6b77_9777, 0xa0ae_7be4_ce0d_ff50],
        ],
        [
            [0x0755_e74c_4ad5_dcd1, 0x1512_d6d0_8f15_dbe9, 0x8108_9288_329a_247b, 0x04c8_1905_792d_b860],
            [0xfe16_afa7_53ad_9e4d, 0xd249_b2d8_2381_5bc2, 0xb293_7464_cfc2_777a, 0x7d66_00db_a0d0_9849],
        ],
        [
            [0x88fb_a84c_c372_c969, 0x68a1_0c0d_7eb0_bbde, 0xdd2c_a2a4_96da_12c3, 0xa9ef_6955_ea26_ba6b],
            [0x512a_ef64_9d39_be0f, 0xd266_da45_b514_788d, 0x484a_9e28_e00c_fdce, 0x8041_4781_e449_72f8],
        ],
        [
            [0xe1a0_accb_ec05_5beb, 0x8e50_f6e7_555c_6f2c, 0x1a1e_a5d4_1739_b17e, 0x39c4_8a42_9472_0cab],
            [0xe079_68fb_7e98_c854, 0x1836_f830_77ee_bcbf, 0x084a_2a71_d080_254e, 0xa6d4_53f5_74b1_85c9],
        ],
        [
            [0x0ae9_3b86_e6a7_3c7e, 0x50db_3589_31e7_e6a0, 0x249b_fb7e_46b1_1bb6, 0x2a82_8fdf_ec26_c42a],
            [0x7028_f6dd_1478_7e13, 0xa942_e3ed_c1e2_0b37, 0x278a_39ee_f5aa_db64, 0x9106_3343_b9f8_08ca],
        ],
        [
            [0xc8a7_4879_5199_5883, 0xb636_d6be_7360_a38f, 0xfdde_ad31_929f_f1c7, 0x8337_fae4_d48d_10b8],
            [0xe6b2_2884_68f8_feac, 0x0e00_8723_32c4_7469, 0x9a9e_4ea0_fc7e_7bb8, 0x5170_3515_9033_191d],
        ],
        [
            [0x8b5a_909e_bb7f_86ff, 0x975b_5640_7a3e_9fe2, 0x434c_b32a_d936_cf0b, 0x0980_1766_8e96_74c6],
            [0x2a71_9854_6296_7236, 0xcc5e_7388_6c5f_8ec6, 0x00a0_c00c_037a_fa63, 0x0731_7c1d_d013_20e5],
        ],
        [
            [0xe204_e3b8_0cad_1791, 0xd124_8169_faac_e4e7, 0x653e_b605_c532_4ef4, 0x33f9_741b_b3b5_7566],
            [0xec64_e03f_9807_923e, 0x8bb9_2b27_43b4_f70a, 0x1e6b_2606_db95_cd0c, 0x3252_f006_ba32_3372],
        ],
        [
            [0x717a_f5df_1ebe_e04b, 0x1634_a903_82a5_8c0a, 0xb9fa_f1bb_8fa4_ed4b, 0xb44d_ffc1_d37f_1d69],
            [0x66f1_4935_3bd8_7464, 0xc6aa_95d8_f0b0_f32a, 0x79ce_6806_5eaf_ce7c, 0x7f74_6984_32a6_2da3],
        ],
        [
            [0x6826_3597_1bb3_dead, 0x7e0c_92c3_4a0f_c7d7, 0xf7f1_8ec5_c58e_f65f, 0xefc6_e95a_30a8_e87a],
            [0xb2d0_0ccf_56e4_3be9, 0x5a5e_4e0b_c828_dff2, 0x9aa0_fa66_69ad_42ce, 0xf3f4_feae_d0fe_9401],
        ],
        [
            [0xbe4a_0701_d447_8bc9, 0x956d_5ef8_f025_d3f3, 0xe309_5f54_30d2_10a6, 0xbabd_0fc4_fe7a_157f],
            [0x3648_2487_d1af_f0c2, 0xcac2_37b6_6ef3_6858, 0x744d_b0e4_e47c_d2cb, 0xff41_54fa_1c0b_ac58],
        ],
        [
            [0x219d_c9c6_f9af_338b, 0xcf86_834b_59ec_aa75, 0x15f9_a664_e414_5051, 0x83d5_4ee4_ba9b_b21c],
            [0x9950_f506_c26d_a9f0, 0xf5d5_b2b3_681f_82e0, 0x6560_8433_70a2_0d08, 0x3658_63a6_fc0b_c8c3],
        ],
        [
            [0x9233_322a_5f14_7fe3, 0x886c_7e26_4fa4_0325, 0xa8a9_a37e_eff0_9739, 0x930b_e73f_a92f_6a8f],
            [0x952b_959a_44a5_6680, 0xdca4_243e_686b_0d4a, 0x53ea_9d25_51e2_34e4, 0x2c5c_ff58_2aee_baa7],
        ],
        [
            [0xba88_f059_13f8_33f3, 0xb906_ad36_de22_af14, 0xde47_c5ed_857a_a79b, 0x8f1b_9ebd_ae7e_8e0f],
            [0x21cc_c885_a6da_481e, 0xfb79_d706_702a_d673, 0xe710_fa56_3bda_5f4c, 0x0f62_7a82_9ba5_bf31],
        ],
        [
            [0x9093_e106_61bd_db8b, 0x93af_33cc_7f74_82d1, 0x8b62_f1b8_0e02_ddee, 0xd8fa_9c3e_87fd_0d2e],
            [0x2aeb_f82f_a0c7_457a, 0x0ed4_fe78_3f34_7ccd, 0x1db3_871c_de0e_c6d4, 0x46af_1f92_66f9_7796],
        ],
        [
            [0x3c67_0387_e3c6_a22f, 0xed18_b4a4_c729_1549, 0x70e7_9efc_6c5f_46e4, 0x62b8_49f9_e0a9_da60],
            [0x0b60_aa97_823e_7937, 0x1440_682b_8771_6ff0, 0x260e_6453_b641_16f7, 0x23f7_c795_fb88_524e],
        ],
        [
            [0x49d7_2d29_f20c_eeec, 0x1b6a_d189_e3bf_08f2, 0x391e_8586_23b1_c394, 0xd36a_3bad_8946_3941],
            [0x6300_1df3_0742_4a39, 0x9124_a9db_ed96_214b, 0x87cd_0aa8_03d2_ef32, 0x6b40_1189_14bc_d2d7],
        ],
        [
            [0xe21c_10a6_a95b_8c56, 0x977c_a85a_0862_8324, 0xddb1_c5b1_dec5_e85e, 0x151b_b463_3bfa_8900],
            [0x665a_d23c_d7b1_dafc, 0x066f_dcdd_da42_c722, 0xbd63_73cd_a698_358b, 0xbace_250d_254e_6d7a],
        ],
        [
            [0xc796_72c5_b4ae_d93f, 0xa1a5_ba95_6da7_f426, 0x754d_9b68_f621_e1df, 0xe71e_f05e_34ce_d555],
            [0x6e16_8591_b05a_28ce, 0x05cf_e263_48cc_72b0, 0x3f84_87e8_2551_0d46, 0x1092_35ae_3f4e_7970],
        ],
        [
            [0xbef0_7c71_a30d_7128, 0x6786_a19b_d10e_f473, 0xf0d0_f81b_ede8_7112, 0x28fd_62a4_a003_386b],
            [0x1a67_a168_8d14_9408, 0x9bba_52c7_3908_fca9, 0xf17d_3486_41e0_9056, 0xf16f_9717_5bd7_1aea],
        ],
        [
            [0xf37e_ab99_8d29_3469, 0xac99_0293_346e_2c8d, 0x615a_57e3_622c_fb88, 0xdee4_9515_a459_5612],
            [0x2c2a_9604_b4ec_9274, 0x2e8a_0039_c000_5b1b, 0x91f1_4459_0727_590f, 0xf0bb_1c13_fa24_5593],
        ],
        [
            [0xa28a_e06c_f2c4_4ef3, 0x623b_8c50_f443_6959, 0xc173_57f7_4d0e_0d0f, 0x74d2_ad13_f737_4b30],
            [0x2733_a09c_368d_26ab, 0x939f_16c2_3e18_822f, 0x5554_9fc9_be56_d502, 0x2b71_7323_e8a3_6eac],
        ],
        [
            [0x5f6e_6708_670c_2b6f, 0xe887_9ab7_8d30_5946, 0x6241_8ead_ecb0_ae8e, 0x62b7_182b_f4ab_7d65],
            [0x1e0d_21bc_0b6a_ac14, 0x1fc2_0423_08a9_1099, 0x7513_88b6_d14c_4ffb, 0x2971_8fc5_6d2b_0d26],
        ],
        [
            [0xcf52_3ed2_5239_fff7, 0xa220_ab53_a423_81e1, 0x5386_9638_b1d6_f9a1, 0x7d6d_6782_cf06_eae5],
            [0xc39d_275a_d387_a5fd, 0xaf10_7ef0_1887_3c4c, 0x8f72_4364_47a6_1764, 0xe9ac_ec53_ab21_0820],
        ],
        [
            [0x6009_c8ff_db2d_79af, 0x913c_c81e_1bb4_0d10, 0xfb44_b16e_9cdb_616f, 0x32fd_d21b_5058_8e8c],
            [0x6bb2_3b95_fa57_210d, 0xb6c9_d08c_4217_18dd, 0x0761_5b10_f296_1c3c, 0x6561_13f4_962d_75e2],
        ],
        [
            [0x60fe_3e96_76f3_60e0, 0xf824_c928_ef75_0624, 0x5c01_c8fc_6891_e15c, 0x683a_1343_1661_4a48],
            [0xb63c_5396_9642_1e27, 0x8cad_17bd_ef7a_4fc1, 0x9009_a798_079e_7397, 0x20b8_f5eb_ba51_9012],
        ],
        [
            [0x6914_09e5_f9a4_be4a, 0x43fd_8c9d_136c_1e06, 0x9e0c_bfbe_e850_9dd1, 0xa507_5a71_0f1f_c13a],
            [0x0abf_12f6_81e3_0ac5, 0xc134_15a9_a21a_2636, 0x58c0_7333_3914_7f02, 0x62c1_7f14_5593_7b5c],
        ],
        [
            [0xb84c_aad2_9f20_5d1a, 0xdb13_7a88_ffde_d4f9, 0x0370_b72c_b288_c44c, 0x40f6_c73c_352d_e143],
            [0x29b5_4048_3c95_f01b, 0x407c_5457_efe5_f591, 0x2665_78e1_956d_3490, 0x6bc3_49a6_3ee4_7826],
        ],
        [
            [0xed06_aad4_880b_0b72, 0x9b76_6c2c_f16a_f3c9, 0x5717_e3af_ad39_2c76, 0x1faf_4eb9_812b_bc86],
            [0xb287_8762_4074_860f, 0x790f_603e_e4e0_57f2, 0x64ca_3f23_d861_1473, 0x866d_0486_2ce2_701d],
        ],
    ],
    [
        [
            [0xa6d3_9677_a784_9276, 0x2736_ff83_4431_5fc5, 0x9643_9591_a3c6_b94a, 0x6cf2_0ffb_3137_28be],
            [0x674f_8474_9b0b_8816, 0x66b8_babd_2d27_ecdf, 0x824a_920c_2284_059b, 0xf2ba_b833_c357_f5f4],
        ],
        [
            [0x07ef_66d7_c5de_db0d, 0xafc8_ece7_be26_cf35, 0x2406_fdc6_a1cc_8d3c, 0xc054_b569_cf15_d864],
            [0x2db3_325d_b89d_e6a5, 0x06d4_0c52_21fd_505e, 0x9f47_0e3b_1cce_4a8b, 0x5462_5427_7409_07fe],
        ],
        [
            [0x82df_4e5f_c06d_c460, 0x14f3_a72f_75f2_8c0b, 0xb283_cb95_2ce5_416a, 0xc695_143c_17c7_c05e],
            [0xe4e1_88c9_8c96_420a, 0x2752_1621_1217_cbd1, 0xcf15_d946_842d_b300, 0xb961_3d02_d8ff_f26b],
        ],
        [
            [0x261e_fc9b_c12b_0c6a, 0x7d9e_5b8d_38e4_7a62, 0x1324_c22f_8fee_949d, 0x80ae_1d41_5403_68b0],
            [0x8a9d_2adb_e386_fce9, 0xfdc8_852c_d64f_ff79, 0x7e34_0be1_e39b_5d30, 0x13ad_2559_bdeb_011f],
        ],
        [
            [0x6d48_dfd7_7a2c_2791, 0x49aa_7e59_d9e7_692d, 0xf30b_335f_56e8_ca4a, 0xf103_3e95_15eb_8034],
            [0x3cb4_7245_165d_d12f, 0x3d5e_7964_9e05_4763, 0x0802_10ea_2a3e_8961, 0xe873_087a_5ab0_ce30],
        ],
        [
            [0x93a5_c01e_7bb9_8923, 0xa491_23fb_4fc5_4e6f, 0x65f0_a563_0c8d_b13e, 0xb514_3dfc_5405_35c8],
            [0x2d44_0e90_4980_c2f4, 0xc16a_8435_8e15_a5c1, 0x66a1_6204_935b_edff, 0xc495_7408_3d59_b844],
        ],
        [
            [0x3fb0_b929_1612_72bb, 0xb35d_a0e0_17d6_7031, 0xe547_0499_6bb0_f652, 0xa261_a566_9e20_47ba],
            [0x9d46_7ae6_8217_df94, 0xca72_621c_9966_6dc8, 0x6c42_0ae7_7170_09d3, 0x57fe_cd4e_ddb2_4158],
        ],
        [
            [0xdab0_9439_e08e_83d5, 0xd076_3ba9_de33_e438, 0x1c31_86be_afbb_723a, 0x00bd_bdba_e2df_71c1],
            [0x763c_bc1e_544e_1cef, 0x385a_e86f_20d2_0b3d, 0x6e96_330c_a4b4_4e3b, 0xb873_4841_24c3_a1e3],
        ],
        [
            [0xd9bd_9afa_56fa_e01c, 0xb953_411c_9c2a_8939, 0x071c_bbe4_bfc7_371a, 0x7aea_6f49_468d_12c2],
            [0x7406_6a40_c818_c796, 0xce2e_83ac_e1cd_2ded, 0x537d_5685_8615_ae60, 0x2c8f_925e_3744_001a],
        ],
        [
            [0x5da9_f5f1_b5df_929a, 0xa6a1_1a23_2339_ae95, 0x3e9f_399c_e453_9f6d, 0x3ecc_32df_e960_367b],
            [0x92f6_d34a_3403_688d, 0xe762_fd2b_c1d4_1fe6, 0xe36b_5909_e297_743a, 0xc4b6_0262_f71e_b045],
        ],
        [
            [0x9dfd_7d98_f04f_1e45, 0xc928_1fe5_8e4c_9d18, 0x8b37_028f_4818_a118, 0xb02f_922d_4e94_ce7b],
            [0xe67d_445d_d355_24c0, 0x05af_48fa_62c8_9748, 0xef9e_5ea9_a651_136f, 0x13d3_7eb8_ee22_f84c],
        ],
        [
            [0x8f9f_3305_3245_66cc, 0x4a3d_0d2b_df78_593a, 0x09b2_030b_0cd6_e1c2, 0xed76_74c8_a1ba_db60],
            [0x3a42_4c17_cc25_1616, 0x5c8b_2dfa_6063_5483, 0x1d30_a882_5792_3424, 0x4ac3_cd55_daf6_8ce7],
        ],
        [
            [0x08ec_16cd_785d_d440, 0x5d45_f5b5_f818_015b, 0x404d_ac98_ad84_f807, 0x5b0d_2767_31e5_213f],
            [0x7fd8_dd5e_60d1_3511, 0xc006_1a4d_60c1_0d84, 0x15d7_cebf_42b8_798f, 0x7664_6cee_8f07_1e85],
        ],
        [
            [0x446c_1758_ae33_2cd9, 0x2a1b_b1a1_8168_0541, 0x7b3c_9a0a_0aa8_034f, 0x5332_bbd5_e9be_e09f],
            [0x2bdb_98fd_68fa_9e19, 0x0d8d_9779_bf8d_c44f, 0x75cc_cb36_bb57_a8cc, 0xad8c_aa7c_396f_9918],
        ],
        [
            [0xc209_441a_3bd8_e736, 0xce98_fa35_67bf_c82e, 0x9cb7_213e_a954_5be6, 0xf913_ae81_f371_ad17],
            [0x228e_c4b7_920d_7e83, 0xd8f9_ee2b_cecf_9832, 0x9533_638d_297a_a79e, 0x4b9c_a701_43ff_32e5],
        ],
        [
            [0x64f8_0045_3c63_2691, 0x731d_cf97_4eb3_08ba, 0x158d_4585_8a37_186b, 0xa3e3_84a8_a471_fd99],
            [0x1c0c_4890_fa6d_d916, 0xa748_bce4_3d30_2423, 0xde50_2cd8_3728_4150, 0x6756_6bbc_5f9b_f5cf],
        ],
        [
            [0x3880_0590_d7ba_aa2a, 0x0f8e_83f4_d856_6eda, 0x6601_1ae3_0de7_c5b4, 0xbdc3_f9b6_0a74_cb84],
            [0x195e_8544_87b2_a81d, 0x3840_694f_438b_accc, 0x1890_6628_7b6f_1c90, 0x06b4_15b4_3d84_6f91],
        ],
        [
            [0xd6da_766b_0f72_4297, 0xf487_e845_9111_821e, 0x7dc5_fe6c_3d56_0b49, 0x11a2_7a58_7131_425d],
            [0xb402_2d86_ab16_35cb, 0x7349_3e1b_f4f0_b4cf, 0xb30e_02c9_4aff_b7df, 0xff88_6ca1_a56d_add3],
        ],
        [
            [0xdc73_501a_5352_8fd7, 0x8151_5703_718b_4546, 0xb61e_59fc_c8ea_4259, 0xac6d_4d43_baaa_3f96],
            [0x84f2_5043_c22d_1343, 0xf83c_1005_8bbf_c80c, 0xbd2c_f61f_e40e_9198, 0xa379_6e3c_bf31_ecbd],
        ],
        [
            [0xcd59_5d5e_d5c2_b59e, 0x1fc7_9018_aa55_7be7, 0x7f64_e3c1_14c9_71cf, 0xaddd_a347_9b0f_f9e1],
            [0x944f_02db_fd47_5c2b, 0xbbc0_603e_9d01_7aeb, 0xe2cc_75d0_54ba_911c, 0x3ce3_94a3_2801_35bb],
        ],
        [
            [0x6fee_31dd_714a_1a7d, 0x09a4_6b34_3c99_b164, 0x9ce2_ac32_fc00_67be, 0x43a2_4043_7cb2_00b5],
            [0xc4bd_3298_9c18_acee, 0x9632_f6b8_9bd5_1a03, 0x088c_b6c0_6dbf_77f7, 0xe203_f5c3_c13e_136f],
        ],
        [
            [0xe0b7_2d40_3664_5629, 0x6013_4c22_e8b8_ca80, 0xb95b_43c4_80e8_a743, 0x28c8_f05c_6540_a6be],
            [0xe198_36f9_ec3d_405b, 0x5b0b_9bd5_753f_5cf8, 0x0e8d_21d5_3572_16f9, 0xab53_d7a5_5c6e_4359],
        ],
        [
            [0x0ea9_6072_6b75_e8d5, 0x75d8_af24_f895_16ed, 0x19c8_0a04_010c_1992, 0x22ca_da50_e0ec_e2ab],
            [0xd868_5678_34b8_6c95, 0x21a2_1f2c_a65c_9418, 0xfe9f_e1d6_6ec4_1f7e, 0xe909_39d2_6f20_fbc6],
        ],
        [
            [0x69c0_16db_151c_8fbd, 0x5f74_4586_78cc_2515, 0x0cad_4453_5dec_180b, 0x014d_a019_e3b9_19be],
            [0x5a73_aa0d_12cf_e5a6, 0xcfbf_1990_d7f3_aa90, 0x3f5a_492c_d3f3_6a6d, 0x363a_2785_1f64_6ae4],
        ],
        [
            [0x0501_14f8_ed5c_a63a, 0x82a4_9500_fa60_7a94, 0x7415_97dd_998c_aba7, 0x7329_420a_09e9_c5f7],
            [0x348f_37f5_ae4d_dea2, 0x16c4_cfe8_4a44_7a19, 0x0724_1c54_32e6_a832, 0xa089_22f8_4ae3_2e0f],
        ],
        [
            [0x4e34_8d61_04eb_5fdc, 0x5f83_6cfc_b526_2904, 0xb6e8_f036_9af0_5c12, 0xe50c_f409_9a5a_2e8c],
            [0x795f_39e0_fe34_7cc3, 0xc2e6_abd8_f16e_cca2, 0x6bac_d783_f9e5_3982, 0xfeb6_b1e7_697f_f01f],
        ],
        [
            [0x8c46_fdbd_8d75_2077, 0x07b5_5352_9f44_6497, 0x2e69_f000_befc_e36c, 0x9cc0_7878_8df9_56f7],
            [0x02da_1cb9_0634_58e2, 0x4588_d203_098f_e161, 0x9a37_9e17_052e_88b0, 0xca2c_6475_075e_fad7],
        ],
        [
            [0xbf22_9a4c_add5_c38b, 0x35a1_1ae1_5a37_9cbe, 0x56d7_b998_57e9_e1e5, 0x4251_5bf6_6f86_cb1f],
            [0xd08e_7254_5097_4962, 0x672a_c94e_6b73_9105, 0xddc1_604e_4c6d_a1d5, 0x00df_22c4_b641_a00a],
        ],
        [
            [0x426d_eb1f_67c4_bb0c, 0xc7bf_54ab_e7c5_b622, 0x4fe8_12be_ecb9_3100, 0x38d9_f06c_aaa9_8426],
            [0x9056_3c14_d909_0533, 0x117d_466f_7b40_63dc, 0x162a_f8f0_3058_5878, 0xde00_7652_128d_1d09],
        ],
        [
            [0xd03a_d96a_f63f_85d9, 0xf65c_cfad_54f7_124e, 0xa126_c39e_eedf_7658, 0x1d84_19a4_fd7f_306d],
            [0xd2a2_597f_3f5e_8fe8, 0x7275_581d_7cbc_4544, 0x3290_52fc_6386_1e3e, 0xe7fc_e374_27c9_c58a],
        ],
        [
            [0xa0f9_1375_5cc3_f38c, 0xfcdc_4267_9369_ad3f, 0xcf6a_b017_6582_3b3a, 0x03a5_346d_4ce0_0633],
            [0xd8c6_a1be_46c4_4177, 0x9bbf_9d13_ef49_549a, 0xf0aa_8228_7087_c8bd, 0x6c3e_aded_fcf4_e7bf],
        ],
        [
            [0x6e7b_fa06_87ea_b587, 0x4547_5b62_c18c_db3b, 0x1cc0_ea3a_f987_58bc, 0x2232_91a7_1f12_74df],
            [0xef79_0849_62fa_e2e7, 0xd018_7aec_4ef9_83fd, 0xc48c_f3ff_a65a_8514, 0xa8d4_9bd5_8532_4dbb],
        ],
    ],
];
